//! Consolidation takes nodes from executors that do not hand on their blocks.

use std::collections::BTreeSet;

use crate::check::bundle::decommission::{EXECUTORS, STORAGE};
use crate::check::bundle::{Job, Placement, Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// Consolidation takes nodes from executors that do not hand on their blocks.
pub const RULE: Rule = Rule {
    code: Code("consolidated-executors"),
    severity: Severity::Warning,
    summary: "consolidation may drain the nodes of executors, which do not hand their blocks over before",
    page: include_str!("consolidated_executors.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for placement in bundle.placements() {
        let Some(pool) = draining(bundle, placement) else { continue };
        let pods = placement.pods.iter().map(|pod| &bundle.pods[*pod]);
        for job in pods.filter(|pod| is_movable(bundle, pod)).filter_map(|pod| pod.job) {
            let missing = bundle.jobs[job].lacks_for_decommission();
            let missing = missing.filter(|_| !bundle.jobs[job].shuffles_elsewhere());
            if let Some(missing) = missing.filter(|_| told.insert(job)) {
                report(&bundle.jobs[job], missing, pool, findings);
            }
        }
    }
}

/// The first pool whose underused nodes are drained. Of pods that may be on spot another rule says
/// the same.
fn draining<'b>(bundle: &'b Bundle<'_>, placement: &'b Placement) -> Option<&'b Pool<'b>> {
    let mut open = placement.open(&bundle.pools);
    if placement.spot_nodes(&bundle.pools).is_some() {
        return None;
    }
    open.find(|(pool, _)| pool.consolidates_underused()).map(|(pool, _)| pool)
}

fn is_movable(bundle: &Bundle<'_>, pod: &Pod<'_>) -> bool {
    pod.role == Role::Executor && !pod.is_protected(bundle.context.targets.karpenter)
}

fn report(job: &Job<'_>, missing: &str, pool: &Pool<'_>, findings: &mut Findings) {
    let at = job.conf.setting(missing).map_or(Route::ROOT, |setting| setting.route.clone());
    findings
        .at(
            job.artifact,
            &at,
            format!(
                "Karpenter may drain underused nodes of pool `{}`, and the executors of {} lose their shuffle files with them",
                pool.name(),
                job.title()
            ),
        )
        .help(format!("set `{EXECUTORS}` and `{STORAGE}` to `true`, so that blocks move first; or let the pool consolidate `WhenEmpty`"))
        .related(pool.view.artifact, &route!["spec", "disruption"], "consolidation of the pool");
}
