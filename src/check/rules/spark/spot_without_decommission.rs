//! Executors on spot lose their shuffle files with the node.

use std::collections::BTreeSet;

use crate::check::bundle::decommission::{EXECUTORS, SHUFFLE, STORAGE};
use crate::check::bundle::{Job, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// Executors on spot lose their shuffle files with the node.
pub const RULE: Rule = Rule {
    code: Code("spot-without-decommission"),
    severity: Severity::Warning,
    summary: "executors on spot that do not hand their blocks over before the node goes",
    page: include_str!("spot_without_decommission.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for placement in bundle.placements() {
        let spot = placement.open(&bundle.pools).filter(|(_, landing)| landing.spot);
        let pools: Vec<&str> = spot.map(|(pool, _)| pool.name()).collect();
        if pools.is_empty() {
            continue;
        }
        let executors = placement.pods.iter().map(|pod| &bundle.pods[*pod]);
        for index in executors.filter(|pod| pod.role == Role::Executor).filter_map(|pod| pod.job) {
            let Some(missing) = missing(&bundle.jobs[index]).filter(|_| told.insert(index)) else {
                continue;
            };
            report(&bundle.jobs[index], missing, &pools, findings);
        }
    }
}

/// The key that is not on, if shuffle files are lost for want of it.
fn missing(job: &Job<'_>) -> Option<&'static str> {
    job.lacks_for_decommission().filter(|_| !job.shuffles_elsewhere())
}

fn report(job: &Job<'_>, missing: &str, pools: &[&str], findings: &mut Findings) {
    let at = job.conf.setting(missing).map_or(Route::ROOT, |setting| setting.route.clone());
    let noun = if pools.len() == 1 { "pool" } else { "pools" };
    findings
        .at(
            job.artifact,
            &at,
            format!(
                "the executors of {} may run on spot nodes of {noun} {}, and lose their shuffle files with them",
                job.title(),
                words::some(pools)
            ),
        )
        .help(match missing {
            SHUFFLE => format!("set `{SHUFFLE}` to `true`: by itself it is so from Spark 3.4 on only"),
            _ => format!("set `{EXECUTORS}` and `{STORAGE}` to `true`, so that blocks move in the two minutes before the node goes"),
        });
}
