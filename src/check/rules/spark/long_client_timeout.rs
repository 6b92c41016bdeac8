//! A client waits for hours.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A client waits for hours.
pub const RULE: Rule = Rule {
    code: Code("long-client-timeout"),
    severity: Severity::Warning,
    summary: "a Kubernetes client waits an hour or more, so that a hung call looks like a running job",
    page: include_str!("long_client_timeout.md"),
    check,
};

/// The clients of Spark's submission and driver; their values are milliseconds.
const KEYS: [&str; 6] = [
    "spark.kubernetes.submission.connectionTimeout",
    "spark.kubernetes.submission.requestTimeout",
    "spark.kubernetes.driver.connectionTimeout",
    "spark.kubernetes.driver.requestTimeout",
    "spark.kubernetes.connectionTimeout",
    "spark.kubernetes.requestTimeout",
];
const HOUR: u64 = 3_600_000;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let long: Vec<_> = KEYS
            .iter()
            .filter_map(|key| Some((*key, job.conf.setting(key)?)))
            .filter_map(|(key, setting)| Some((key, setting, setting.value.trim().parse().ok()?)))
            .filter(|(_, _, millis): &(_, _, u64)| *millis >= HOUR)
            .collect();
        let Some((key, setting, millis)) = long.first() else { continue };
        findings
            .at(
                job.artifact,
                &setting.route,
                format!(
                    "{} lets a call to Kubernetes hang for {} before it fails",
                    job.title(),
                    hours(*millis)
                ),
            )
            .help(format!("`{key}` is in milliseconds; 120000 is ample, 10000 is the default"));
    }
}

fn hours(millis: u64) -> String {
    let minutes = millis / 60_000;
    match minutes % 60 {
        0 => format!("{} h", minutes / 60),
        rest => format!("{} h {rest} min", minutes / 60),
    }
}
