//! A job submitter that nobody placed, and that a pool may lose.

use crate::check::bundle::{Placement, Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job submitter that nobody placed, and that a pool may lose.
pub const RULE: Rule = Rule {
    code: Code("unplaced-submitter"),
    severity: Severity::Warning,
    summary: "nobody placed a job submitter, and it may land on nodes that are taken away under it",
    page: include_str!("unplaced_submitter.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        for pod in placement.subjects(&bundle.pods) {
            if pod.role != Role::Submitter || !pod.is_unplaced() {
                continue;
            }
            let Some((pool, danger)) = danger(placement, &bundle.pools, pod) else { continue };
            let at = pod.place();
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "{} says nothing about where it runs, and may land in pool `{}`, {danger}",
                        pod.title,
                        pool.name()
                    ),
                )
                .help(
                    "pod templates do not reach the submitter: place it by the classification `emr-job-submitter`, with `jobsubmitter.node.selector.karpenter.sh/capacity-type: on-demand`",
                );
        }
    }
}

/// The first pool that may take the pod and lose it, and how.
fn danger<'s>(
    placement: &'s Placement,
    pools: &'s [Pool<'s>],
    pod: &Pod<'_>,
) -> Option<(&'s Pool<'s>, &'static str)> {
    placement.open(pools).find_map(|(pool, landing)| {
        if landing.spot {
            return Some((pool, "which buys spot capacity"));
        }
        let stays = pod.annotations.contains_key("karpenter.sh/do-not-disrupt");
        (!stays && pool.drains_busy_nodes()).then_some((pool, "which drains nodes with few pods"))
    })
}
