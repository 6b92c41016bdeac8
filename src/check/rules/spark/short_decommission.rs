//! An executor is killed while it hands on its blocks.

use std::collections::BTreeSet;

use crate::check::bundle::decommission::EXECUTORS;
use crate::check::bundle::{Pod, Pool, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

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
        let pools: Vec<&Pool<'_>> = spot.map(|(pool, _)| pool).collect();
        if pools.is_empty() {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            let grace = pod.spec.termination_grace_period_seconds.unwrap_or(DEFAULT);
            let hasty = pools.iter().find(|pool| node_waits(pool) < SPARK_WAITS);
            let is_short = grace < SPARK_WAITS || hasty.is_some();
            if !is_short || !hands_on(bundle, pod) || !told.insert(pod.job) {
                continue;
            }
            match hasty.filter(|_| grace >= SPARK_WAITS) {
                Some(pool) => report_node(findings, pod, pool),
                None => report(bundle, findings, pod, grace, &pools),
            }
        }
    }
}

/// Whether a pod is an executor that hands on its shuffle files before it ends.
fn hands_on(bundle: &Bundle<'_>, pod: &Pod<'_>) -> bool {
    let job = bundle.job_of(pod).filter(|_| pod.role == Role::Executor);
    job.is_some_and(|job| job.lacks_for_decommission().is_none() && !job.shuffles_elsewhere())
}

/// How long a node of the pool waits for its pods, in seconds.
fn node_waits(pool: &Pool<'_>) -> i64 {
    pool.waits_for().and_then(|waits| i64::try_from(waits).ok()).unwrap_or(i64::MAX)
}

fn report_node(findings: &mut Findings, pod: &Pod<'_>, pool: &Pool<'_>) {
    let message = format!(
        "{} is killed after {} seconds when a node of pool `{}` goes, whatever its own grace period is",
        pod.title,
        node_waits(pool),
        pool.name()
    );
    findings
        .at(
            pool.view.artifact,
            &route!["spec", "template", "spec", "terminationGracePeriod"],
            message,
        )
        .help("let `terminationGracePeriod` of the pool be above that of its pods")
        .related(pod.artifact, &pod.at, "the pod");
}

fn report(
    bundle: &Bundle<'_>,
    findings: &mut Findings,
    pod: &Pod<'_>,
    grace: i64,
    pools: &[&Pool<'_>],
) {
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
            format!("{} on a spot node of {noun} {} is killed after {grace} seconds, however many of its blocks have moved", pod.title, words::some(pools.iter().map(|pool| pool.name()))),
        )
        .help("write `terminationGracePeriodSeconds: 120` in the executors' pod template: a spot instance has two minutes");
    if let Some(setting) = job.conf.setting(EXECUTORS) {
        finding.related(job.artifact, &setting.route, "decommissioning");
    }
}
