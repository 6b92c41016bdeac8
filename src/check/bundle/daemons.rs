//! What the DaemonSets among the documents take of the nodes of pools.

use std::collections::BTreeMap;

use super::{Context, Pool, landing, pod};
use crate::artifact::{Artifact, Kind};
use crate::catalog::instance::{InstanceSet, InstanceType};
use crate::sizing::Resources;
use crate::units::MinorVersion;

/// What one DaemonSet takes of a pool's nodes.
#[derive(Clone, Debug)]
pub struct Daemon {
    /// The instance types that its pods go to.
    types: InstanceSet,
    /// What one of them asks for.
    request: Resources,
}

/// Tells each pool which DaemonSets put pods on its nodes, as Karpenter finds it: by taints and
/// labels of the pool.
pub fn settle(pools: &mut [Pool<'_>], artifacts: &[Artifact], karpenter: MinorVersion) {
    let sets = artifacts.iter().filter(|artifact| is_daemon_set(artifact));
    let sets: Vec<_> =
        sets.filter_map(|set| Some((set, pod::of_template(set, "DaemonSet")?))).collect();
    for pool in pools {
        // Of one that is written once for each environment, the smallest is taken.
        let mut known: BTreeMap<(&str, &str), Daemon> = BTreeMap::new();
        for (set, pod) in &sets {
            let found = landing::landing(pod, &pod.demands(), pool, karpenter);
            let Some(request) = pod.request(&[]).filter(|_| found.is_open()) else { continue };
            let daemon = Daemon { types: found.types, request: request.total };
            let name = (set.namespace().unwrap_or_default(), set.name().unwrap_or_default());
            let smallest = known.entry(name).or_insert_with(|| daemon.clone());
            if daemon.request < smallest.request {
                *smallest = daemon;
            }
        }
        pool.daemons = known.into_values().collect();
    }
}

fn is_daemon_set(artifact: &Artifact) -> bool {
    let says = |key: &str, text: &str| artifact.value().is_some_and(|value| value[key] == text);
    artifact.kind == Kind::Object && says("apiVersion", "apps/v1") && says("kind", "DaemonSet")
}

impl Pool<'_> {
    /// How many DaemonSets among the documents have a pod on a node of a type.
    #[must_use]
    pub fn count_of_daemons(&self, kind: &InstanceType) -> u64 {
        self.daemons.iter().filter(|it| it.types.contains(kind.name)).count() as u64
    }

    /// What DaemonSets take of a node: those among the documents, or what is said of them, which may
    /// be about more.
    #[must_use]
    pub fn taken_by_daemons(&self, kind: &InstanceType, context: &Context) -> Resources {
        let here = self.daemons.iter().filter(|it| it.types.contains(kind.name));
        let sum = here.fold(Resources::default(), |sum, one| sum + one.request);
        context.daemon_sets.larger(&sum)
    }
}
