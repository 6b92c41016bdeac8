//! A toleration of a taint that no node has.

use crate::artifact::karpenter::Taint;
use crate::check::bundle::{Pod, Role, tolerates};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A toleration of a taint that no node has.
pub const RULE: Rule = Rule {
    code: Code("needless-toleration"),
    severity: Severity::Note,
    summary: "a pod tolerates a taint that none of the pools has: the pool it runs on is open to all",
    page: include_str!("needless_toleration.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let taints = taints(bundle);
    for placement in bundle.placements() {
        // A pod that names no pool may be meant for nodes that are not among the documents.
        let Some((pool, _)) = placement.open(&bundle.pools).next() else { continue };
        if placement.demands.iter().all(|demands| demands.iter().next().is_none()) {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            if pod.role == Role::Other {
                continue;
            }
            for (index, toleration) in pod.spec.tolerations.iter().flatten().enumerate() {
                let Some(key) = toleration.key.as_deref().filter(|key| !key.contains('/')) else {
                    continue;
                };
                let is_known = key == "CriticalAddonsOnly"
                    || taints.iter().any(|taint| tolerates(toleration, taint));
                if !is_known {
                    report(pod, index, key, pool.name(), findings);
                }
            }
        }
    }
}

fn report(pod: &Pod<'_>, index: usize, key: &str, pool: &str, findings: &mut Findings) {
    let own = pod.tolerated_at.get(index).cloned();
    let at = own.unwrap_or_else(|| {
        let mut at = pod.place();
        at.route = at.route.then("tolerations").then(index);
        at
    });
    let message = format!("{} tolerates a taint `{key}` that no pool has", pod.title);
    findings.at(at.artifact, &at.route, message).help(format!(
        "give pool `{pool}` the taint, to keep other pods away, or drop the toleration"
    ));
}

/// Every taint that a node of the documents can have.
fn taints<'b>(bundle: &'b Bundle<'_>) -> Vec<&'b Taint> {
    let of_pools = bundle
        .pools
        .iter()
        .flat_map(|pool| pool.taints().iter().chain(&pool.view.spec.template.spec.startup_taints));
    of_pools.chain(bundle.node_groups.iter().flat_map(|group| &group.taints)).collect()
}
