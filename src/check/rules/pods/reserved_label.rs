//! A label that Spark or EMR gives to its pods.

use std::collections::BTreeSet;

use crate::catalog::emr::LABELS;
use crate::check::bundle::{Job, JobSource, Pod, Role, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A label that Spark or EMR gives to its pods.
pub const RULE: Rule = Rule {
    code: Code("reserved-label"),
    severity: Severity::Warning,
    summary: "a pod is given a label that Spark or EMR sets itself",
    page: include_str!("reserved_label.md"),
    check,
};

/// The labels of Spark, by which it finds its pods. Source: Spark, `KubernetesConf`.
const OF_SPARK: [&str; 6] = [
    "spark-app-name",
    "spark-app-selector",
    "spark-exec-id",
    "spark-exec-resourceprofile-id",
    "spark-role",
    "spark-version",
];

/// Those that every release of Spark refuses in its own configuration.
const REFUSED: [&str; 2] = ["spark-app-selector", "spark-role"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for pod in &bundle.pods {
        let job = bundle.job_of(pod);
        for (key, value) in &pod.labels {
            let Some(who) = owner(pod, job, key) else { continue };
            // Whoever says what will be there anyway loses nothing.
            let is_said_again = key == "spark-role" && value == pod.role.word();
            let at = place(bundle, pod, key);
            let is_of_conf = is_of_conf(pod, job, key);
            if (is_said_again && !is_of_conf)
                || !told.insert((at.artifact.path.clone(), at.route.clone(), key.clone()))
            {
                continue;
            }
            let is_refused = is_of_conf && REFUSED.contains(&key.as_str());
            let fate = if is_refused { "and refuses it here" } else { "whatever is said here" };
            let finding = findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "{} is given the label `{key}`, which {who} sets itself, {fate}",
                        pod.title
                    ),
                )
                .help("remove it; a label of your own is free to have any other key");
            if is_refused {
                finding.severity(Severity::Error);
            }
        }
    }
}

/// Where a label stands; that of a job submitter among the properties of its classification.
fn place<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, key: &str) -> Written<'a> {
    if pod.role != Role::Submitter {
        return pod.place_of_label(key, &bundle.jobs);
    }
    let property = format!("jobsubmitter.label.{key}");
    Written { artifact: pod.artifact, route: pod.at.then(property.as_str()) }
}

/// Who sets a label of a pod; `None` for a label that is free.
fn owner(pod: &Pod<'_>, job: Option<&Job<'_>>, key: &str) -> Option<&'static str> {
    let is_of_emr = job.is_some_and(|job| job.source != JobSource::SparkApplication);
    if pod.role.spark().is_some() && OF_SPARK.contains(&key) {
        return Some("Spark");
    }
    let is_known = matches!(pod.role, Role::Driver | Role::Executor | Role::Submitter);
    (is_known && is_of_emr && LABELS.contains(&key)).then_some("EMR")
}

/// Whether Spark's configuration gives the label, as the fields of an application do.
fn is_of_conf(pod: &Pod<'_>, job: Option<&Job<'_>>, key: &str) -> bool {
    let Some((job, role)) = job.zip(pod.role.spark()) else { return false };
    let setting = format!("spark.kubernetes.{}.label.{key}", role.word());
    job.source == JobSource::SparkApplication || job.conf.setting(&setting).is_some()
}
