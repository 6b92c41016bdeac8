//! What jobs take of the nodes of their pools.

use std::collections::BTreeMap;

use super::{Bundle, JobSize, Placement};
use crate::sizing::{Resources, capacity, pack};

/// The share of a node that an executor costs at best: so much of a node, for so many executors.
type Share = Option<(u64, u64)>;

/// What pools have limits on that a job can reach.
pub const LIMITED: [&str; 2] = ["cpu", "memory"];

/// What a job takes of the nodes of its pools.
#[derive(Clone, Debug)]
pub struct Needs {
    /// What its pods ask for.
    pub size: JobSize,
    /// The pools that its executors can land on, as indices into the bundle's.
    pub pools: Vec<usize>,
    /// The pools that its driver can land on; none where it may be on other nodes.
    pub pools_of_driver: Vec<usize>,
    shares: [Share; 2],
}

impl Needs {
    /// What so many executors take of the nodes at least: CPU in thousandths, or memory in bytes.
    #[must_use]
    pub fn of_executors(&self, key: &str, executors: u32) -> u64 {
        let share = self.shares[usize::from(key == "memory")];
        let (amount, of) = share.unwrap_or((amount(&self.size.of_executor, key), 1));
        let all = u128::from(amount) * u128::from(executors) / u128::from(of);
        u64::try_from(all).unwrap_or(u64::MAX)
    }

    /// What the driver asks for.
    #[must_use]
    pub fn of_driver(&self, key: &str) -> u64 {
        amount(&self.size.of_driver, key)
    }
}

fn amount(of: &Resources, key: &str) -> u64 {
    if key == "memory" { of.memory_bytes } else { of.cpu_millis }
}

impl Bundle<'_> {
    /// What each job takes of its pools; `None` for a job whose executors may be on other nodes, or
    /// of which too little is known.
    #[must_use]
    pub fn needs(&self) -> &[Option<Needs>] {
        self.needs.get_or_init(|| {
            let mut known = BTreeMap::new();
            (0..self.jobs.len()).map(|job| self.needs_of(job, &mut known)).collect()
        })
    }

    fn needs_of(
        &self,
        job: usize,
        known: &mut BTreeMap<(*const Placement, Resources), [Share; 2]>,
    ) -> Option<Needs> {
        let size = self.size_of_job(job)?;
        let placement = self.placement(size.executor);
        let pools = self.own_pools(placement);
        if pools.is_empty() {
            return None;
        }
        let shares = known.entry((std::ptr::from_ref(placement), size.of_executor));
        let shares = *shares.or_insert_with(|| self.shares(placement, &size.of_executor));
        let pools_of_driver = self.own_pools(self.placement(size.driver));
        Some(Needs { size, pools, pools_of_driver, shares })
    }

    /// The most that some pools may have together; `None` where nothing limits one of them.
    #[must_use]
    pub fn limit_of(&self, pools: &[usize], key: &str) -> Option<u64> {
        let karpenter = self.context.targets.karpenter;
        pools.iter().map(|pool| Some(self.pools[*pool].ceiling(key, karpenter)?.0)).sum()
    }

    /// The pools on whose nodes pods are, if they cannot be on others.
    fn own_pools(&self, placement: &Placement) -> Vec<usize> {
        if placement.may_be_elsewhere(self) {
            return Vec::new();
        }
        let landings = placement.landings.iter().enumerate();
        landings.filter(|(_, landing)| landing.is_open()).map(|(index, _)| index).collect()
    }

    /// What of a node's CPU and memory an executor costs on the type that packs it best; `None`
    /// where a node class is not known.
    fn shares(&self, placement: &Placement, request: &Resources) -> [Share; 2] {
        let mut best: [Share; 2] = [None, None];
        for (pool, landing) in placement.open(&self.pools) {
            for kind in landing.types.iter() {
                let Some(room) = pool.room(kind, self.context) else { return [None, None] };
                let count = pack(&room, &Resources::default(), request).pods;
                let all = capacity(kind, &pool.settings);
                for (best, amount) in best.iter_mut().zip([all.cpu_millis, all.memory_bytes]) {
                    let is_better = best.is_none_or(|(known, of)| {
                        u128::from(amount) * u128::from(of) < u128::from(known) * u128::from(count)
                    });
                    if count > 0 && is_better {
                        *best = Some((amount, count));
                    }
                }
            }
        }
        best
    }
}
