//! The zones in which pods can be.

use std::collections::BTreeSet;

use super::Bundle;
use crate::catalog::label::ZONE;

impl Bundle<'_> {
    /// The zones that a pod can land in, by its index among the bundle's: those of its pools, or
    /// what it demands itself where no pool takes it; `None` for any.
    #[must_use]
    pub fn zones_of_pod(&self, pod: usize) -> Option<BTreeSet<String>> {
        let placement = self.placement(pod);
        let mut all = BTreeSet::new();
        for (pool, _) in placement.open(&self.pools) {
            for demands in &placement.demands {
                all.extend(pool.requirements.and(demands).get(ZONE)?.listed()?.iter().cloned());
            }
        }
        if placement.has_pool() {
            return Some(all);
        }
        for demands in &placement.demands {
            all.extend(demands.get(ZONE)?.listed()?.iter().cloned());
        }
        Some(all)
    }
}
