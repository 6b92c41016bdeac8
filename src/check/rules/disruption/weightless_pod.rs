//! A pod is worth so little that its node counts as empty.

use k8s_openapi::api::scheduling::v1::PriorityClass;

use crate::artifact::Kind;
use crate::check::bundle::{Pod, Pool, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A pod is worth so little that its node counts as empty.
pub const RULE: Rule = Rule {
    code: Code("weightless-pod"),
    severity: Severity::Warning,
    summary: "a pod's priority or deletion cost is so low that Karpenter takes its node for empty",
    page: include_str!("weightless_pod.md"),
    check,
};

/// The release from which pods that cost nothing keep no node.
const SINCE: MinorVersion = MinorVersion::new(1, 14);
const DELETION_COST: &str = "controller.kubernetes.io/pod-deletion-cost";
/// So much of a deletion cost and of a priority weighs as much as a pod. Source: Karpenter's
/// reckoning of what an eviction costs.
const COST_OF_ONE: f64 = 134_217_728.0;
const PRIORITY_OF_ONE: f64 = 33_554_432.0;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    if karpenter < SINCE {
        return;
    }
    for placement in bundle.placements() {
        let pools = placement.open(&bundle.pools).filter(|(pool, _)| empties(pool));
        let pools: Vec<&str> = pools.map(|(pool, _)| pool.name()).collect();
        if pools.is_empty() {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            let Some((at, why)) = weightless(pod, bundle) else { continue };
            if pod.is_protected(karpenter) {
                continue;
            }
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "{} {why}: from Karpenter {SINCE} on its nodes in {} count as empty while it runs",
                        pod.title,
                        words::both(&pools)
                    ),
                )
                .help("raise it, or annotate the pod with `karpenter.sh/do-not-disrupt: \"true\"`");
        }
    }
}

/// Whether the pool gives empty nodes back, and only these.
fn empties(pool: &Pool<'_>) -> bool {
    let disruption = pool.view.spec.disruption.as_ref();
    let policy = disruption.and_then(|it| it.consolidation_policy.as_deref());
    let after = disruption.and_then(|it| it.consolidate_after.as_deref());
    policy == Some("WhenEmpty") && after != Some("Never") && !pool.is_fixed()
}

/// Where and why a pod costs nothing.
fn weightless<'a>(pod: &Pod<'a>, bundle: &Bundle<'a>) -> Option<(Written<'a>, String)> {
    let cost = pod.annotations.get(DELETION_COST).and_then(|text| text.parse::<f64>().ok());
    let priority = priority(pod, bundle);
    let parts = cost.unwrap_or(0.0) / COST_OF_ONE
        + f64::from(priority.unwrap_or_default()) / PRIORITY_OF_ONE;
    if 1.0 + parts > 0.0 {
        return None;
    }
    if let Some(cost) = cost.filter(|cost| *cost < 0.0) {
        let at = bundle.annotation_place(pod, DELETION_COST);
        return Some((at, format!("has the deletion cost {cost}")));
    }
    let field = if pod.spec.priority.is_some() { "priority" } else { "priorityClassName" };
    let at = Written { artifact: pod.artifact, route: pod.at.then(field) };
    Some((at, format!("has the priority {}", priority.unwrap_or_default())))
}

/// The priority of a pod, by its own word or its class, where that is known.
fn priority(pod: &Pod<'_>, bundle: &Bundle<'_>) -> Option<i32> {
    let of_class = || {
        let name = pod.spec.priority_class_name.as_deref()?;
        let mut classes = bundle.views::<PriorityClass>(Kind::PriorityClass);
        let class = classes.find(|class| class.metadata.name.as_deref() == Some(name))?;
        Some(class.value.value)
    };
    pod.spec.priority.or_else(of_class)
}
