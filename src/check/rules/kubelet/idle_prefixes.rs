//! Prefix delegation that Karpenter makes no use of.

use std::collections::BTreeMap;

use crate::check::bundle::{Placement, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{Bound, Resources, pack};

/// Prefix delegation that Karpenter makes no use of.
pub const RULE: Rule = Rule {
    code: Code("idle-prefixes"),
    severity: Severity::Note,
    summary: "the CNI hands out blocks of addresses, and Karpenter still counts places for pods by interfaces",
    page: include_str!("idle_prefixes.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if !bundle.cni().is_some_and(|cni| cni.prefixes) {
        return;
    }
    // One word for each node class is enough.
    let mut said: BTreeMap<&str, ()> = BTreeMap::new();
    for placement in bundle.placements() {
        let executors = placement.pods.iter().map(|index| &bundle.pods[*index]);
        let executors = executors.filter(|pod| pod.role == Role::Executor);
        let mut requests: Vec<Resources> =
            executors.filter_map(|pod| Some(pod.request(&bundle.jobs)?.total)).collect();
        requests.sort();
        requests.dedup();
        for (name, kind, count) in bound_by_places(bundle, placement, &requests) {
            let Some(class) =
                bundle.node_classes.get(name).filter(|_| said.insert(name, ()).is_none())
            else {
                continue;
            };
            findings
                .at(
                    class.artifact,
                    &route!["spec", "kubelet", "maxPods"],
                    format!(
                        "the CNI hands out blocks of addresses, and Karpenter, without `maxPods` in node class `{name}`, puts {} on a `{kind}` that has CPU and memory for more",
                        words::counted(count, "executor")
                    ),
                )
                .help("set `maxPods` of the node class: EKS advises 110 below 30 vCPU and 250 from there on; or turn prefix delegation off");
        }
    }
}

/// Node classes, with a type of theirs on which places run out first, and how many pods fit.
fn bound_by_places<'b>(
    bundle: &'b Bundle<'_>,
    placement: &'b Placement,
    requests: &[Resources],
) -> Vec<(&'b str, &'static str, u64)> {
    let mut found = Vec::new();
    for (pool, landing) in placement.open(&bundle.pools) {
        if pool.settings.max_pods.is_some() {
            continue;
        }
        let full = landing.types.iter().find_map(|kind| {
            let room = pool.room(kind, bundle.context)?;
            requests.iter().find_map(|request| {
                let packed = pack(&room, &Resources::default(), request);
                (packed.bound == Bound::Pods && packed.pods > 0).then_some((kind.name, packed.pods))
            })
        });
        if let Some((kind, count)) = full {
            found.push((pool.view.spec.template.spec.node_class_ref.name.as_str(), kind, count));
        }
    }
    found
}
