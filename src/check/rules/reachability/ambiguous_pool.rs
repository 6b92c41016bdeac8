//! A pod fits several pools, and only their names decide.

use crate::check::bundle::{Landing, Placement, Pool, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pod fits several pools, and only their names decide.
pub const RULE: Rule = Rule {
    code: Code("ambiguous-pool"),
    severity: Severity::Warning,
    summary: "a pod fits several pools of equal weight, and their names decide which one opens a node",
    page: include_str!("ambiguous_pool.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let rivals = rivals(placement, &bundle.pools);
        let [first, .., last] = rivals.as_slice() else { continue };
        for pod in placement.subjects(&bundle.pods) {
            // A pod that says nothing is the business of the rules on pools.
            if pod.is_unplaced() || pod.role == Role::Other {
                continue;
            }
            let names: Vec<&str> = rivals.iter().map(|pool| pool.name()).collect();
            let at = pod.place();
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "{} fits the pools {}, which have the same weight",
                        pod.title,
                        words::some(&names)
                    ),
                )
                .help(format!(
                    "Karpenter takes `{}`, the last by name: let the pod select `karpenter.sh/nodepool`, or give the pools different weights",
                    first.name()
                ))
                .related(last.view.artifact, &route!["metadata", "name"], "fits as well");
        }
    }
}

/// The open pools that are tried first, all of one weight; none where the weight decides. A pool of
/// fixed size is not tried.
fn rivals<'s>(placement: &'s Placement, pools: &'s [Pool<'s>]) -> Vec<&'s Pool<'s>> {
    let welcome = |(pool, landing): &(&Pool<'_>, &Landing)| !landing.unwelcome && !pool.is_fixed();
    let mut open: Vec<&Pool<'_>> =
        placement.open(pools).filter(welcome).map(|(pool, _)| pool).collect();
    let weight = |pool: &Pool<'_>| pool.view.spec.weight.unwrap_or(0);
    if let Some(first) = open.first().map(|first| weight(first)) {
        open.retain(|pool| weight(pool) == first);
    }
    open
}
