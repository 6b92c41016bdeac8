//! Nobody fills in one of Spark's placeholders.

use crate::check::bundle::{Job, JobSource, Pod, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;
use crate::source::Step;
use crate::units::MinorVersion;

/// Nobody fills in one of Spark's placeholders.
pub const RULE: Rule = Rule {
    code: Code("unfilled-placeholder"),
    severity: Severity::Warning,
    summary: "a placeholder such as {{APP_ID}} stands where the job's Spark does not fill it in",
    page: include_str!("unfilled_placeholder.md"),
    check,
};

/// What Spark fills in.
const PLACEHOLDERS: [&str; 2] = ["{{APP_ID}}", "{{EXECUTOR_ID}}"];
/// The first release that fills them in, in labels and annotations of its configuration.
const FILLS: MinorVersion = MinorVersion::new(3, 3);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        let Some((job, role)) = bundle.job_of(pod).zip(pod.role.spark()) else { continue };
        for (noun, map) in [("label", &pod.labels), ("annotation", &pod.annotations)] {
            for (key, placeholder) in map.iter().filter_map(|(key, it)| Some((key, open(it)?))) {
                let at = match noun {
                    "label" => pod.place_of_label(key, &bundle.jobs),
                    _ => pod.place_of_annotation(key, &bundle.jobs),
                };
                let Some(help) = help(job, role, noun, &at) else { continue };
                findings.at(at.artifact, &at.route, message(pod, noun, placeholder)).help(help);
            }
        }
    }
}

/// The placeholder in a value.
fn open(value: &str) -> Option<&'static str> {
    PLACEHOLDERS.into_iter().find(|placeholder| value.contains(placeholder))
}

fn message(pod: &Pod<'_>, noun: &str, placeholder: &str) -> String {
    let fate = if noun == "label" { ", and Kubernetes refuses the pod for it" } else { "" };
    format!("nobody fills in `{placeholder}` in the {noun} of {}{fate}", pod.title)
}

/// What to do; `None` where Spark fills it in, or may.
fn help(job: &Job<'_>, role: Role, noun: &str, at: &Written<'_>) -> Option<String> {
    if let Some(spark) = job.known_spark().filter(|spark| *spark < FILLS) {
        return Some(format!("Spark does so from {FILLS} on, and this is {spark}: leave it away"));
    }
    // The operator makes configuration of what an application says.
    let is_in_conf = job.source == JobSource::SparkApplication
        || at.route.steps().last().is_some_and(is_key_of_conf);
    (!is_in_conf).then(|| {
        format!(
            "say it with `spark.kubernetes.{}.{noun}.…` in the job's configuration: Spark does not look into templates for it",
            role.word()
        )
    })
}

/// Whether the last step of a route is a key of Spark's configuration, or the parameters.
fn is_key_of_conf(step: &Step) -> bool {
    match step {
        Step::Key(key) => {
            key.starts_with("spark.kubernetes.") || key.as_ref() == "sparkSubmitParameters"
        }
        Step::Index(_) => false,
    }
}
