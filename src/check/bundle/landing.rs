//! Where pods can land: every pool judged once for all pods that are placed alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bundle, NodeGroup, Pod, Pool, Role, words};
use crate::artifact::karpenter::Taint;
use crate::catalog::instance::InstanceSet;
use crate::catalog::label;
use crate::sizing::{Mismatch, Requirements, ValueSet, admitted, reach};
use crate::units::MinorVersion;

/// Pods that make the same demands on nodes and tolerate the same taints.
#[derive(Clone, Debug)]
pub struct Placement {
    /// The pods, as indices into the bundle's.
    pub pods: Vec<usize>,
    /// What they demand: one set for each alternative.
    pub demands: Vec<Requirements>,
    /// What becomes of them in each pool, in the order of the bundle's.
    pub landings: Vec<Landing>,
    /// The node groups that take them, as indices into the bundle's.
    pub node_groups: Vec<usize>,
}

/// What becomes of a pod in a pool.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The first taint of the pool that the pod does not tolerate.
    pub taint: Option<Taint>,
    /// What stands in the way of the alternative that comes nearest.
    pub mismatches: Vec<Mismatch>,
    /// The instance types of all alternatives that nothing stands in the way of.
    pub types: InstanceSet,
    /// Whether that may be a spot instance.
    pub spot: bool,
    /// Whether that may be an on-demand instance.
    pub on_demand: bool,
    /// Whether a `PreferNoSchedule` taint asks the pod to go elsewhere first.
    pub unwelcome: bool,
}

impl Landing {
    /// Whether the pod can land on the pool.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.taint.is_none() && self.mismatches.is_empty()
    }

    /// How many things stand in the way.
    #[must_use]
    pub fn distance(&self) -> usize {
        self.mismatches.len() + usize::from(self.taint.is_some())
    }
}

impl Placement {
    /// The pools that the pods can land on, in the order in which Karpenter tries them.
    pub fn open<'s>(
        &'s self,
        pools: &'s [Pool<'s>],
    ) -> impl Iterator<Item = (&'s Pool<'s>, &'s Landing)> {
        pools.iter().zip(&self.landings).filter(|(_, landing)| landing.is_open())
    }

    /// The pools whose spot nodes may take the pods, in words; `None` where none may.
    #[must_use]
    pub fn spot_nodes(&self, pools: &[Pool<'_>]) -> Option<String> {
        let spot = self.open(pools).filter(|(_, landing)| landing.spot);
        let names: Vec<&str> = spot.map(|(pool, _)| pool.name()).collect();
        let noun = if names.len() == 1 { "pool" } else { "pools" };
        (!names.is_empty()).then(|| format!("spot nodes of {noun} {}", words::some(&names)))
    }

    /// One pod for each place that pods of the placement stand at: jobs may share a template.
    #[must_use]
    pub fn subjects<'p, 'a>(&self, pods: &'p [Pod<'a>]) -> Vec<&'p Pod<'a>> {
        let mut seen = BTreeSet::new();
        let all = self.pods.iter().map(|index| &pods[*index]);
        all.filter(|pod| seen.insert((std::ptr::from_ref(pod.artifact), &pod.at, pod.role)))
            .collect()
    }

    /// Whether the pods can land on a pool.
    #[must_use]
    pub fn has_pool(&self) -> bool {
        self.landings.iter().any(Landing::is_open)
    }

    /// Whether nodes that Karpenter does not make may take the pods: a node group does or, where
    /// none is written, one that is not among the documents could.
    #[must_use]
    pub fn may_be_elsewhere(&self, bundle: &Bundle<'_>) -> bool {
        let is_open_question = bundle.node_groups.is_empty() && !bundle.context.complete;
        !self.node_groups.is_empty() || (is_open_question && self.suits_foreign_nodes())
    }

    /// Whether a pod of the placement has nowhere to go, as far as the documents tell: no pool and no
    /// node group takes it, and nodes that nobody here knows of are no likely home.
    #[must_use]
    pub fn is_unreachable(&self, pod: &Pod<'_>, bundle: &Bundle<'_>) -> bool {
        if bundle.pools.is_empty() || self.has_pool() || !self.node_groups.is_empty() {
            return false;
        }
        let may_be_elsewhere = bundle.node_groups.is_empty() && self.suits_foreign_nodes();
        // Without a word about nodes, it is for the rules on placement to say where it goes; and
        // what is no part of a Spark job may have Fargate, or a node group.
        let is_unplaced = pod.is_unplaced();
        let is_other = pod.role == Role::Other;
        !(may_be_elsewhere && is_unplaced || is_other && (may_be_elsewhere || is_unplaced))
    }

    /// Whether every pool that the pods can land on names only instance types that are known.
    #[must_use]
    pub fn has_known_types(&self, pools: &[Pool<'_>]) -> bool {
        self.open(pools).all(|(pool, _)| pool.perhaps_newer().is_empty())
    }

    /// Whether nodes that Karpenter does not make could take the pods: nothing that they demand is
    /// a label that only Karpenter sets.
    #[must_use]
    pub fn suits_foreign_nodes(&self) -> bool {
        let only_karpenter = |key: &str| {
            let domain = key.split('/').next().unwrap_or_default();
            domain.ends_with("karpenter.sh") || domain.ends_with("karpenter.k8s.aws")
        };
        self.demands.iter().any(|demands| {
            !demands.iter().any(|(key, set)| only_karpenter(key) && !set.admits_absence())
        })
    }
}

/// All placements of some pods, in the order of their first pods, and for each pod its placement.
pub fn placements(
    pods: &[Pod<'_>],
    pools: &[Pool<'_>],
    node_groups: &[NodeGroup],
    karpenter: MinorVersion,
) -> (Vec<Placement>, Vec<usize>) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut all: Vec<Placement> = Vec::new();
    let mut of_pod = Vec::with_capacity(pods.len());
    for (index, pod) in pods.iter().enumerate() {
        let at = *known.entry(pod.placement_key()).or_insert_with(|| {
            all.push(placement(pod, pools, node_groups, karpenter));
            all.len() - 1
        });
        all[at].pods.push(index);
        of_pod.push(at);
    }
    (all, of_pod)
}

fn placement(
    pod: &Pod<'_>,
    pools: &[Pool<'_>],
    node_groups: &[NodeGroup],
    karpenter: MinorVersion,
) -> Placement {
    let demands = pod.demands();
    let landings = pools.iter().map(|pool| landing(pod, &demands, pool, karpenter)).collect();
    let takes = |group: &&NodeGroup| {
        pod.untolerated(&group.taints).is_none() && demands.iter().any(|one| group.satisfies(one))
    };
    let indexed = node_groups.iter().enumerate();
    let node_groups = indexed.filter(|(_, group)| takes(group)).map(|(index, _)| index).collect();
    Placement { pods: Vec::new(), demands, landings, node_groups }
}

/// What becomes of a pod in one pool.
pub fn landing(
    pod: &Pod<'_>,
    demands: &[Requirements],
    pool: &Pool<'_>,
    karpenter: MinorVersion,
) -> Landing {
    let mut found = Landing {
        taint: pod.untolerated(pool.taints()).cloned(),
        mismatches: Vec::new(),
        types: InstanceSet::none(),
        spot: false,
        on_demand: false,
        unwelcome: pod.is_unwelcome(pool.taints()),
    };
    let mut nearest: Option<Vec<Mismatch>> = None;
    let translated: Vec<Requirements> =
        demands.iter().filter(|_| pool.is_auto()).map(Requirements::of_auto_mode).collect();
    for one in if pool.is_auto() { &translated } else { demands } {
        let mismatches = stands_in_the_way(pool, one, karpenter);
        if mismatches.is_empty() {
            let both = pool.offers.and(one);
            let mut types = admitted(&both);
            types.intersect(&pool.types);
            found.types.unite(&types);
            let buys = |capacity| both.get(label::CAPACITY_TYPE).is_none_or(has(capacity));
            found.spot |= buys("spot");
            found.on_demand |= buys("on-demand");
        }
        if nearest.as_ref().is_none_or(|known| mismatches.len() < known.len()) {
            nearest = Some(mismatches);
        }
    }
    found.mismatches = nearest.unwrap_or_default();
    found
}

/// Why a pool cannot take a pod with these demands. A pool without any instance type is judged by
/// its labels alone, for that it is empty is not the pod's fault.
fn stands_in_the_way(
    pool: &Pool<'_>,
    demands: &Requirements,
    karpenter: MinorVersion,
) -> Vec<Mismatch> {
    if pool.types.is_empty() {
        return pool.offers.mismatches(demands, karpenter);
    }
    reach(&pool.offers, demands, karpenter).err().unwrap_or_default()
}

fn has(value: &str) -> impl Fn(&ValueSet) -> bool {
    move |set| set.has(value)
}
