//! What a pool or a pod demands of a node's labels, and whether the two agree.

use std::collections::BTreeMap;

use crate::catalog::label;
use crate::units::MinorVersion;

use super::requirement::{Operator, ValueSet};

/// A set of values for each label that anything is demanded of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements(BTreeMap<String, ValueSet>);

/// Why a pod does not go with a pool.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mismatch {
    /// The pod wants a label that the pool does not define and Karpenter does not know.
    Undefined {
        /// The label.
        key: String,
    },
    /// Pool and pod leave the label no common value.
    Conflict {
        /// The label.
        key: String,
    },
    /// The labels agree one by one, but no instance type has them together.
    NoInstance {
        /// The pod's labels each of which, dropped, would let instance types in.
        keys: Vec<String>,
    },
}

impl Requirements {
    /// No demand.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The demands of labels: each has just its value.
    pub fn from_labels<'a>(labels: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut all = Self::new();
        labels.into_iter().for_each(|(key, value)| all.add(key, &ValueSet::only([value])));
        all
    }

    /// Adds a requirement as manifests write it. It does nothing, and says `false`, when an
    /// operator that compares has no single whole number.
    pub fn require(&mut self, key: &str, operator: Operator, values: &[String]) -> bool {
        ValueSet::new(operator, values).map(|set| self.add(key, &set)).is_some()
    }

    /// Narrows a label to a set. Old names of labels count as their new ones.
    pub fn add(&mut self, key: &str, set: &ValueSet) {
        let key = label::normalize(key);
        let narrowed = self.0.get(key).map_or_else(|| set.clone(), |present| present.and(set));
        self.0.insert(key.to_owned(), narrowed);
    }

    /// Narrows each label as the other demands.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        other.iter().for_each(|(key, set)| both.add(key, set));
        both
    }

    /// The same in Karpenter's own labels, where EKS Auto Mode has labels of its own for these.
    #[must_use]
    pub fn of_auto_mode(&self) -> Self {
        let mut all = Self::new();
        self.iter().for_each(|(key, set)| all.add(label::of_auto_mode(key).unwrap_or(key), set));
        all
    }

    /// The same without the demand on one label.
    #[must_use]
    pub fn without(&self, key: &str) -> Self {
        let mut rest = self.clone();
        rest.0.remove(key);
        rest
    }

    /// What is demanded of a label; `None` for nothing.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&ValueSet> {
        self.0.get(label::normalize(key))
    }

    /// The demands, by label.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ValueSet)> {
        self.0.iter().map(|(key, set)| (key.as_str(), set))
    }

    /// The labels that no value is left for, because demands on them contradict each other.
    /// `DoesNotExist` leaves none either: whoever wrote it knows.
    pub fn empty(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|(_, set)| set.is_empty()).map(|(key, _)| key)
    }

    /// Why a pod with the other demands does not go with a pool that has these, label by label.
    ///
    /// A label that Karpenter knows may be undefined on the pool, any other must be defined, unless
    /// the pod only shuts out values. Source: Karpenter's scheduling rules.
    #[must_use]
    pub fn mismatches(&self, pod: &Self, karpenter: MinorVersion) -> Vec<Mismatch> {
        pod.iter().filter_map(|(key, set)| self.mismatch(key, set, karpenter)).collect()
    }

    fn mismatch(&self, key: &str, wanted: &ValueSet, karpenter: MinorVersion) -> Option<Mismatch> {
        let Some(mine) = self.get(key) else {
            let is_known = label::well_known(key).is_some_and(|label| label.since <= karpenter);
            let is_defined = is_known || wanted.admits_absence();
            return (!is_defined).then(|| Mismatch::Undefined { key: key.to_owned() });
        };
        (!mine.meets(wanted)).then(|| Mismatch::Conflict { key: key.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demands(list: &[(&str, &str, &[&str])]) -> Requirements {
        let mut all = Requirements::new();
        for (key, operator, values) in list {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            assert!(all.require(key, Operator::parse(operator).unwrap(), &values));
        }
        all
    }

    fn mismatches(pool: &Requirements, pod: &[(&str, &str, &[&str])]) -> Vec<Mismatch> {
        pool.mismatches(&demands(pod), MinorVersion::new(1, 14))
    }

    #[test]
    fn demands_on_one_label_are_joined() {
        let mut pool = demands(&[("kubernetes.io/arch", "In", &["amd64", "arm64"])]);
        assert!(pool.require("beta.kubernetes.io/arch", Operator::In, &["arm64".to_owned()]));
        assert_eq!(pool.get(label::ARCH), Some(&ValueSet::only(["arm64"])));
        assert!(!pool.require("a", Operator::Gt, &[]));
        assert_eq!(pool.and(&demands(&[("a", "In", &["b"])])).without("a"), pool);
    }

    #[test]
    fn custom_labels_must_be_defined_and_known_ones_need_not() {
        let pool = demands(&[("team", "In", &["a"])]);
        assert_eq!(mismatches(&pool, &[("team", "In", &["a"])]), []);
        let conflict = Mismatch::Conflict { key: "team".into() };
        assert_eq!(mismatches(&pool, &[("team", "In", &["b"])]), [conflict]);
        let undefined = Mismatch::Undefined { key: "eks.amazonaws.com/capacityType".into() };
        let pod: (&str, &str, &[&str]) = ("eks.amazonaws.com/capacityType", "In", &["SPOT"]);
        assert_eq!(mismatches(&pool, &[pod]), [undefined]);
        assert_eq!(mismatches(&pool, &[("other", "NotIn", &["x"])]), []);
        assert_eq!(mismatches(&pool, &[("other", "DoesNotExist", &[])]), []);
        assert_eq!(mismatches(&pool, &[(label::ARCH, "In", &["arm64"])]), []);
    }

    #[test]
    fn a_label_is_known_from_its_release_on() {
        let flex = "karpenter.k8s.aws/instance-capability-flex";
        let pod = demands(&[(flex, "In", &["false"])]);
        assert_eq!(Requirements::new().mismatches(&pod, MinorVersion::new(1, 7)), []);
        let undefined = Mismatch::Undefined { key: flex.into() };
        assert_eq!(Requirements::new().mismatches(&pod, MinorVersion::new(1, 6)), [undefined]);
    }

    #[test]
    fn contradictions_leave_no_value() {
        let pool = demands(&[("a", "In", &["1"]), ("a", "In", &["2"]), ("b", "Exists", &[])]);
        assert_eq!(pool.empty().collect::<Vec<_>>(), ["a"]);
    }
}
