//! The set of values that a requirement leaves a label, as Karpenter computes it.

use std::collections::BTreeSet;

/// How a requirement's values are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// One of the values.
    In,
    /// None of the values, or no such label.
    NotIn,
    /// Any value.
    Exists,
    /// No such label.
    DoesNotExist,
    /// A whole number above the value.
    Gt,
    /// A whole number below the value.
    Lt,
    /// The value or a whole number above it.
    Gte,
    /// The value or a whole number below it.
    Lte,
}

impl Operator {
    /// All operators, in the order of Karpenter's documentation.
    pub const ALL: [(&'static str, Self); 8] = [
        ("In", Self::In),
        ("NotIn", Self::NotIn),
        ("Exists", Self::Exists),
        ("DoesNotExist", Self::DoesNotExist),
        ("Gt", Self::Gt),
        ("Lt", Self::Lt),
        ("Gte", Self::Gte),
        ("Lte", Self::Lte),
    ];

    /// The operator as manifests write it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, operator)| *operator)
    }
}

/// A set of label values: some, or all but some, and then perhaps only numbers within bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueSet {
    /// Whether `values` are those that are out.
    all_but: bool,
    values: BTreeSet<String>,
    /// Numbers must be above this.
    above: Option<i64>,
    /// Numbers must be below this.
    below: Option<i64>,
}

impl ValueSet {
    /// Every value.
    #[must_use]
    pub fn any() -> Self {
        Self { all_but: true, values: BTreeSet::new(), above: None, below: None }
    }

    /// No value: the label must be absent.
    #[must_use]
    pub fn none() -> Self {
        Self { all_but: false, ..Self::any() }
    }

    /// Just these values.
    pub fn only<T: Into<String>>(values: impl IntoIterator<Item = T>) -> Self {
        Self { values: values.into_iter().map(Into::into).collect(), ..Self::none() }
    }

    /// What a requirement leaves; `None` when an operator that compares has no single whole number.
    #[must_use]
    pub fn new(operator: Operator, values: &[String]) -> Option<Self> {
        let bound = || match values {
            [one] => one.parse::<i64>().ok(),
            _ => None,
        };
        let values = || values.iter().cloned().collect();
        Some(match operator {
            Operator::In => Self { values: values(), ..Self::none() },
            Operator::NotIn => Self { values: values(), ..Self::any() },
            Operator::Exists => Self::any(),
            Operator::DoesNotExist => Self::none(),
            Operator::Gt => Self { above: Some(bound()?), ..Self::any() },
            Operator::Lt => Self { below: Some(bound()?), ..Self::any() },
            Operator::Gte => Self { above: Some(bound()?.saturating_sub(1)), ..Self::any() },
            Operator::Lte => Self { below: Some(bound()?.saturating_add(1)), ..Self::any() },
        })
    }

    /// Whether the value is in.
    #[must_use]
    pub fn has(&self, value: &str) -> bool {
        self.values.contains(value) != self.all_but && self.is_within_bounds(value)
    }

    fn is_within_bounds(&self, value: &str) -> bool {
        if self.above.is_none() && self.below.is_none() {
            return true;
        }
        let is_above = |number| self.above.is_none_or(|bound| number > bound);
        let is_below = |number| self.below.is_none_or(|bound| number < bound);
        value.parse::<i64>().is_ok_and(|number| is_above(number) && is_below(number))
    }

    /// The values that are in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let above = self.above.max(other.above);
        let below = [self.below, other.below].into_iter().flatten().min();
        if let (Some(above), Some(below)) = (above, below)
            && above >= below.saturating_sub(1)
        {
            return Self::none();
        }
        if self.all_but && other.all_but {
            let values = self.values.union(&other.values).cloned().collect();
            return Self { all_but: true, values, above, below };
        }
        let (some, rest) = if self.all_but { (other, self) } else { (self, other) };
        Self::only(some.values.iter().filter(|value| some.has(value) && rest.has(value)).cloned())
    }

    /// Whether no value is in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.all_but && self.values.is_empty()
    }

    /// The values, where they can be listed.
    #[must_use]
    pub fn listed(&self) -> Option<&BTreeSet<String>> {
        (!self.all_but).then_some(&self.values)
    }

    /// Whether something without the label is as good.
    ///
    /// As in Karpenter that goes by form: a set that shuts out values says nothing of the label's
    /// presence, even where another requirement on the same key asked for it.
    #[must_use]
    pub fn admits_absence(&self) -> bool {
        self.all_but != self.values.is_empty()
    }

    /// Whether one label can satisfy both: a value is in both, or both do without the label.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        !self.and(other).is_empty() || (self.admits_absence() && other.admits_absence())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(operator: &str, values: &[&str]) -> ValueSet {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        ValueSet::new(Operator::parse(operator).unwrap(), &values).unwrap()
    }

    #[test]
    fn operators_mean_what_kubernetes_says() {
        assert!(set("In", &["a", "b"]).has("a") && !set("In", &["a"]).has("c"));
        assert!(set("NotIn", &["a"]).has("b") && !set("NotIn", &["a"]).has("a"));
        assert!(set("Exists", &[]).has("x") && !set("DoesNotExist", &[]).has("x"));
        assert!(set("Gt", &["4"]).has("5") && !set("Gt", &["4"]).has("4"));
        assert!(set("Lt", &["4"]).has("3") && !set("Lt", &["4"]).has("x"));
        assert!(set("Gte", &["4"]).has("4") && set("Lte", &["4"]).has("4"));
        assert_eq!(ValueSet::new(Operator::Gt, &[]), None);
        assert_eq!(ValueSet::new(Operator::Gt, &["many".to_owned()]), None);
    }

    #[test]
    fn bounds_that_leave_no_number_are_empty() {
        assert!(set("Gt", &["4"]).and(&set("Lt", &["5"])).is_empty());
        assert!(!set("Gt", &["4"]).and(&set("Lt", &["6"])).is_empty());
        assert!(set("Gt", &["9"]).and(&set("In", &["4", "8"])).is_empty());
    }

    #[test]
    fn absence_is_as_good_for_those_that_shut_out() {
        assert!(set("NotIn", &["a"]).admits_absence());
        assert!(set("DoesNotExist", &[]).admits_absence());
        assert!(!set("Exists", &[]).admits_absence() && !set("Gt", &["1"]).admits_absence());
        assert!(!set("In", &["a"]).admits_absence());
        assert!(set("NotIn", &["a"]).meets(&set("DoesNotExist", &[])));
        assert!(!set("Exists", &[]).meets(&set("DoesNotExist", &[])));
        assert!(!set("In", &["a"]).meets(&set("NotIn", &["a"])));
    }

    fn requirement() -> impl Strategy<Value = ValueSet> {
        let word = || prop::sample::select(vec!["1", "2", "3", "4", "5", "a", "b"]);
        let listed = prop::collection::vec(word(), 0..4);
        let operator = prop::sample::select(&Operator::ALL[..]);
        (operator, listed, 0..6_i64).prop_map(|((name, _), words, bound)| match name {
            "Gt" | "Lt" | "Gte" | "Lte" => set(name, &[&bound.to_string()]),
            _ => set(name, &words),
        })
    }

    proptest! {
        #[test]
        fn the_intersection_has_what_both_have(a in requirement(), b in requirement()) {
            let both = a.and(&b);
            for value in ["0", "1", "2", "3", "4", "5", "6", "7", "a", "b", "c"] {
                prop_assert_eq!(both.has(value), a.has(value) && b.has(value), "{}", value);
            }
            prop_assert_eq!(&both, &b.and(&a));
            prop_assert_eq!(a.meets(&b), b.meets(&a));
        }
    }
}
