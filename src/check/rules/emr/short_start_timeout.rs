//! EMR gives a job up before its pods can have a node.

use serde_json::Value;

use crate::catalog::classification::CONTAINERS;
use crate::check::bundle::{Job, JobSource, POLICY, Pod, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// EMR gives a job up before its pods can have a node.
pub const RULE: Rule = Rule {
    code: Code("short-start-timeout"),
    severity: Severity::Warning,
    summary: "EMR gives a job up before a new node, or its gang, can be ready",
    page: include_str!("short_start_timeout.md"),
    check,
};

/// How long EMR waits for a job to start unless it is told, in seconds.
const DEFAULT: u64 = 900;
/// How long a new node may well take, in seconds, before the submitter has one and the driver.
const NODE: u64 = 120;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, job) in bundle.jobs.iter().enumerate() {
        if job.source == JobSource::SparkApplication {
            continue;
        }
        let said = timeout(job);
        // What is no number may be a parameter of a job template.
        let limit = said.as_ref().map_or(Some(DEFAULT), |(_, seconds)| *seconds);
        let Some(limit) = limit else { continue };
        if let Some((at, _)) = said.filter(|_| limit < NODE) {
            report_node(job, &at, limit, findings);
        }
        let pods = bundle.pods_of(index).iter().map(|pod| &bundle.pods[*pod]);
        let gang = pods.filter_map(|pod| Some((pod, patience(pod)?))).max_by_key(|(_, it)| *it);
        if let Some((pod, patience)) = gang.filter(|(_, patience)| *patience > limit) {
            let at = pod.place_of_annotation(POLICY, &bundle.jobs);
            report_gang(job, pod, &at, patience, limit, findings);
        }
    }
}

/// Where the time-out is said, and what it is, if that is a number.
fn timeout<'a>(job: &Job<'a>) -> Option<(Written<'a>, Option<u64>)> {
    job.classification(CONTAINERS).into_iter().find_map(|(home, properties)| {
        let key = "job-start-timeout";
        let seconds = properties.get(key).and_then(Value::as_str)?;
        Some((Written { artifact: job.artifact, route: home.then(key) }, seconds.parse().ok()))
    })
}

/// How long a gang waits for its places; only what is said, not what YuniKorn does by default.
fn patience(pod: &Pod<'_>) -> Option<u64> {
    let mut parts = pod.annotations.get(POLICY)?.split(' ').filter_map(|it| it.split_once('='));
    parts.find(|(key, _)| *key == "placeholderTimeoutInSeconds")?.1.parse().ok()
}

fn report_node(job: &Job<'_>, at: &Written<'_>, seconds: u64, findings: &mut Findings) {
    findings
        .at(
            at.artifact,
            &at.route,
            format!("EMR gives {} up after {seconds} s, unless nodes stand ready for its submitter and its driver", job.title()),
        )
        .help("allow some minutes: a new node alone takes one or two, and the default is 900");
}

fn report_gang(
    job: &Job<'_>,
    pod: &Pod<'_>,
    at: &Written<'_>,
    patience: u64,
    limit: u64,
    findings: &mut Findings,
) {
    findings
        .at(
            at.artifact,
            &at.route,
            format!("the gang of {} waits {patience} s for its places, and EMR gives {} up after {limit}", pod.title, job.title()),
        )
        .help(format!("let the gang wait less, or write `job-start-timeout: \"{}\"` in the classification `{CONTAINERS}`", patience + 300));
}
