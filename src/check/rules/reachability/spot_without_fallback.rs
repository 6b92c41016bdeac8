//! A pod asks for spot, which shuts out the pool that was to stand in.

use std::collections::BTreeSet;

use crate::catalog::label::CAPACITY_TYPE;
use crate::check::bundle::{Landing, Placement, Pool, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::Mismatch;

/// A pod asks for spot, which shuts out the pool that was to stand in.
pub const RULE: Rule = Rule {
    code: Code("spot-without-fallback"),
    severity: Severity::Warning,
    summary: "a pod insists on spot, so that the on-demand pool that fits it otherwise can never stand in",
    page: include_str!("spot_without_fallback.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for placement in bundle.placements() {
        let only_spot = placement.open(&bundle.pools).all(|(_, landing)| !landing.on_demand);
        if !placement.has_pool() || !only_spot {
            continue;
        }
        let Some(fallback) = fallback(placement, &bundle.pools) else {
            alone(bundle, placement, &mut told, findings);
            continue;
        };
        let spot: Vec<&str> = placement.open(&bundle.pools).map(|(pool, _)| pool.name()).collect();
        for pod in placement.subjects(&bundle.pods) {
            let at = pod.place_of(CAPACITY_TYPE);
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "{} insists on spot, so that while {} gets none, pool `{}` cannot stand in",
                        pod.title,
                        words::either(&spot),
                        fallback.name()
                    ),
                )
                .help(format!(
                    "drop the demand on `{CAPACITY_TYPE}`, and let the weights of the pools say that spot comes first"
                ))
                .related(
                    fallback.view.artifact,
                    &route!["metadata", "name"],
                    "fits but for its capacity type",
                );
        }
    }
}

/// Executors on pools of spot beside which nothing else is, said once for a pool.
fn alone(
    bundle: &Bundle<'_>,
    placement: &Placement,
    told: &mut BTreeSet<String>,
    findings: &mut Findings,
) {
    if placement.may_be_elsewhere(bundle) {
        return;
    }
    // Where a disk holds executors in its zone, another rule says more.
    let mut executors = placement.pods.iter().filter(|pod| {
        bundle.pods[**pod].role == Role::Executor && bundle.inherited_disk(**pod).is_none()
    });
    let Some(pod) = executors.next().map(|pod| &bundle.pods[*pod]) else { return };
    for (pool, _) in placement.open(&bundle.pools) {
        if !told.insert(pool.name().to_owned()) {
            return;
        }
    }
    let pools = placement.open(&bundle.pools).map(|(pool, _)| pool.name());
    let at = pod.place_of(CAPACITY_TYPE);
    let message = format!(
        "{} has the spot nodes of {} and no others: while EC2 has none to give, it waits",
        pod.title,
        words::either(pools)
    );
    findings.at(at.artifact, &at.route, message).severity(Severity::Note).help(format!(
        "let the pool buy `on-demand` as well, which Karpenter turns to when there is no spot, or add a pool of less weight that does; the label is `{CAPACITY_TYPE}`"
    ));
}

/// A pool that only the demand on capacity shuts out.
fn fallback<'s>(placement: &Placement, pools: &'s [Pool<'s>]) -> Option<&'s Pool<'s>> {
    let is_near = |landing: &Landing| {
        let [Mismatch::Conflict { key }] = landing.mismatches.as_slice() else { return false };
        landing.taint.is_none() && key == CAPACITY_TYPE
    };
    let mut both = pools.iter().zip(&placement.landings);
    both.find(|(pool, landing)| is_near(landing) && pool.buys("on-demand")).map(|(pool, _)| pool)
}
