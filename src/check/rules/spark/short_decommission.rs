//! An executor is killed while it hands on its blocks.

use std::collections::BTreeSet;

use crate::check::bundle::decommission::EXECUTORS;
use crate::check::bundle::{Pod, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An executor is killed while it hands on its blocks.
pub const RULE: Rule = Rule {
    code: Code("short-decommission"),
    severity: Severity::Warning,
    summary: "executors on spot have less time to hand on their blocks than Spark waits for it",
    page: include_str!("short_decommission.md"),
    check,
};

/// How long Spark's own script, which runs before the container is stopped, waits, in seconds.
/// Source: `decom.sh` of Spark's images.
const SPARK_WAITS: i64 = 60;
/// What Kubernetes gives a pod that says nothing, in seconds.
const DEFAULT: i64 = 30;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for placement in bundle.placements() {
        let spot = placement.open(&bundle.pools).filter(|(_, landing)| landing.spot);
        let pools: Vec<&str> = spot.map(|(pool, _)| pool.name()).collect();
        if pools.is_empty() {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            let grace = pod.spec.termination_grace_period_seconds.unwrap_or(DEFAULT);
            if grace < SPARK_WAITS && hands_on(bundle, pod) && told.insert(pod.job) {
                report(bundle, findings, pod, grace, &pools);
            }
        }
    }
}

/// Whether a pod is an executor that hands on its shuffle files before it ends.
fn hands_on(bundle: &Bundle<'_>, pod: &Pod<'_>) -> bool {
    let job = bundle.job_of(pod).filter(|_| pod.role == Role::Executor);
    job.is_some_and(|job| job.lacks_for_decommission().is_none() && !job.shuffles_elsewhere())
}

fn report(bundle: &Bundle<'_>, findings: &mut Findings, pod: &Pod<'_>, grace: i64, pools: &[&str]) {
    let Some(job) = bundle.job_of(pod) else { return };
    let at = match pod.spec.termination_grace_period_seconds {
        Some(_) => pod.at.then("terminationGracePeriodSeconds"),
        None => pod.at.clone(),
    };
    let noun = if pools.len() == 1 { "pool" } else { "pools" };
    let finding = findings
        .at(
            pod.artifact,
            &at,
            format!("{} on a spot node of {noun} {} is killed after {grace} seconds, however many of its blocks have moved", pod.title, words::some(pools)),
        )
        .help("write `terminationGracePeriodSeconds: 120` in the executors' pod template: a spot instance has two minutes");
    if let Some(setting) = job.conf.setting(EXECUTORS) {
        finding.related(job.artifact, &setting.route, "decommissioning");
    }
}
