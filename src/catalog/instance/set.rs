//! Sets of instance types, small enough to be made by the thousand.

use super::{InstanceType, instance_types};

/// A set of the catalog's instance types: one bit for each, in the order of their names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InstanceSet(Vec<u64>);

impl InstanceSet {
    /// The set without any type.
    #[must_use]
    pub fn none() -> Self {
        Self(vec![0; instance_types().len().div_ceil(64)])
    }

    /// The set of all types.
    #[must_use]
    pub fn all() -> Self {
        Self::of(|_| true)
    }

    /// The types of which something is true.
    #[must_use]
    pub fn of(is_in: impl Fn(&'static InstanceType) -> bool) -> Self {
        let mut set = Self::none();
        for (at, kind) in instance_types().iter().enumerate() {
            if is_in(kind) {
                set.insert(at);
            }
        }
        set
    }

    /// Adds the type at a place of [`instance_types`].
    pub(in crate::catalog) fn insert(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Keeps what is in the other set too.
    pub fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Adds what is in the other set.
    pub fn unite(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// Takes away what is in the other set.
    pub fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(mine, theirs)| *mine &= !theirs);
    }

    /// How many types.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether the two sets share a type.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// Whether the type of this name is in.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let place = instance_types().binary_search_by(|kind| kind.name.cmp(name));
        place.is_ok_and(|at| self.holds(at))
    }

    /// The types, by name.
    pub fn iter(&self) -> impl Iterator<Item = &'static InstanceType> {
        instance_types().iter().enumerate().filter(|(at, _)| self.holds(*at)).map(|(_, kind)| kind)
    }

    fn holds(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_behave_as_sets() {
        let metal = InstanceSet::of(|kind| kind.bare_metal);
        let spot = InstanceSet::of(|kind| kind.spot);
        let mut both = metal.clone();
        both.intersect(&spot);
        let mut apart = metal.clone();
        apart.remove(&spot);
        assert_eq!(both.len() + apart.len(), metal.len());
        assert!(both.iter().all(|kind| kind.bare_metal && kind.spot));
        both.unite(&apart);
        assert_eq!(both, metal);
        assert!(metal.contains("m5.metal") && !metal.contains("m5.large"));
        assert!(metal.meets(&spot) && !InstanceSet::none().meets(&spot));
        assert_eq!(InstanceSet::all().len(), instance_types().len());
    }
}
