//! A classification, or a key of one, is none that EMR on EKS has.

use serde_json::Value;

use crate::check::bundle::{Job, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::ReleaseFamily;

/// A classification, or a key of one, is none that EMR on EKS has.
pub const RULE: Rule = Rule {
    code: Code("unknown-classification"),
    severity: Severity::Warning,
    summary: "a misspelt classification or submitter key, or one that the release does not have",
    page: include_str!("unknown_classification.md"),
    check,
};

/// The classifications of EMR on EKS. Source: Development Guide, configuring applications.
const KNOWN: [&str; 12] = [
    "core-site",
    "emr-containers-defaults",
    "emr-job-submitter",
    "emrfs-site",
    "jeg-config",
    "jupyter-kernel-overrides",
    "spark-defaults",
    "spark-env",
    "spark-hive-site",
    "spark-log4j",
    "spark-log4j2",
    "spark-metrics",
];

/// What keys of the job submitter begin with, where a name of the user's follows.
const OPEN: [&str; 4] = [
    "jobsubmitter.annotation.",
    "jobsubmitter.label.",
    "jobsubmitter.node.selector.",
    "jobsubmitter.node.toleration.",
];

/// Its other keys.
const CLOSED: [&str; 8] = [
    "jobsubmitter.container.image",
    "jobsubmitter.container.image.pullPolicy",
    "jobsubmitter.gracefulTermination",
    "jobsubmitter.logging",
    "jobsubmitter.logging.image",
    "jobsubmitter.logging.request.cores",
    "jobsubmitter.logging.request.memory",
    "jobsubmitter.scheduler.name",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source != JobSource::SparkApplication) {
        let home = if job.source == JobSource::JobTemplate { "/jobTemplateData" } else { "" };
        let pointer = format!("{home}/configurationOverrides/applicationConfiguration");
        let all = job.artifact.value().and_then(|it| it.pointer(&pointer)?.as_array());
        for (index, class) in all.into_iter().flatten().enumerate() {
            let Some(name) = class.get("classification").and_then(Value::as_str) else { continue };
            let at = Route::from_pointer(&format!("{pointer}/{index}"));
            judge(job, name, &at.then("classification"), findings);
            if name == "emr-job-submitter" {
                keys(job, class, &at.then("properties"), findings);
            }
        }
    }
}

fn judge(job: &Job<'_>, name: &str, at: &Route, findings: &mut Findings) {
    if let Some(help) = of_other_release(job, name) {
        let release = job.release.as_ref().map_or("its release", |label| label.base());
        findings
            .at(job.artifact, at, format!("{release} does not read the classification `{name}`"))
            .help(help);
        return;
    }
    // A longer list is EMR's secret: only what is nearly a known name is a slip.
    let near = KNOWN.iter().filter(|_| !KNOWN.contains(&name));
    let near = near.min_by_key(|known| strsim::damerau_levenshtein(known, name));
    let Some(near) = near.filter(|it| strsim::damerau_levenshtein(it, name) <= 3) else { return };
    findings
        .at(
            job.artifact,
            at,
            format!("{} has a classification `{name}`, which EMR does not know", job.title()),
        )
        .help(format!("write `{near}`"));
}

/// What to do about a classification that releases with Spark 4, or those before, do not read.
fn of_other_release(job: &Job<'_>, name: &str) -> Option<&'static str> {
    let family = job.release.as_ref()?.family();
    match (family == ReleaseFamily::EmrSpark, name) {
        (true, "emrfs-site") => Some("set S3A's keys in `core-site` or as `spark.hadoop.fs.s3a.…`"),
        (true, "spark-log4j") => Some("write `spark-log4j2`"),
        (false, "spark-log4j2") => {
            Some("write `spark-log4j`, whose syntax is that of log4j2 from emr-6.8.0 on")
        }
        _ => None,
    }
}

fn keys(job: &Job<'_>, class: &Value, at: &Route, findings: &mut Findings) {
    let keys = class.get("properties").and_then(Value::as_object).into_iter().flatten();
    for (key, _) in keys {
        if CLOSED.contains(&key.as_str()) || OPEN.iter().any(|open| key.starts_with(open)) {
            continue;
        }
        let distance = |known: &&&str| {
            let head: String = key.chars().take(known.len()).collect();
            strsim::damerau_levenshtein(known, if known.ends_with('.') { &head } else { key })
        };
        let near = OPEN.iter().chain(&CLOSED).min_by_key(distance);
        let near = near.filter(|known| distance(known) <= 6);
        let help = near.map_or_else(
            || {
                "it has `node.selector.`, `node.toleration.`, `label.`, `annotation.` and `logging`"
                    .to_owned()
            },
            |near| format!("the nearest is `{near}`"),
        );
        findings
            .at_key(
                job.artifact,
                &at.then(key.as_str()),
                format!("the job submitter of {} does not read `{key}`", job.title()),
            )
            .help(help);
    }
}
