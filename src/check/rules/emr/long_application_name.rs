//! The name of an application leaves no room for what is made of it.

use crate::artifact::Kind;
use crate::check::bundle::JobSource;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// The name of an application leaves no room for what is made of it.
pub const RULE: Rule = Rule {
    code: Code("long-application-name"),
    severity: Severity::Error,
    summary: "an application or a schedule whose name is too long for the labels of its pods",
    page: include_str!("long_application_name.md"),
    check,
};

/// The longest value of a label.
const LABEL: usize = 63;
/// What a run of a schedule gets behind its name: a dash, and the time in nanoseconds.
const TIME: usize = 20;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication) {
        let is_scheduled = job.artifact.kind == Kind::ScheduledSparkApplication;
        let most = if is_scheduled { LABEL - TIME } else { LABEL };
        if job.name.len() <= most || job.name.contains(['{', '$']) {
            continue;
        }
        let why = if is_scheduled { ", to which each run adds its time" } else { "" };
        findings
            .at(
                job.artifact,
                &route!["metadata", "name"],
                format!(
                    "the name of {} has {} characters, and is a label of its pods{why}",
                    job.title(),
                    job.name.len()
                ),
            )
            .help(format!("shorten it to {most} characters"));
    }
}
