//! A pod template says what Spark's configuration says otherwise.

use serde_json::Value;

use crate::artifact::Artifact;
use crate::check::bundle::{Job, JobSource, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;
use crate::source::Route;

/// A pod template says what Spark's configuration says otherwise.
pub const RULE: Rule = Rule {
    code: Code("overridden-template"),
    severity: Severity::Note,
    summary: "a pod template says something that Spark's configuration says otherwise, and that wins",
    page: include_str!("overridden_template.md"),
    check,
};

/// Maps of a template, what people call an entry, and the keys of Spark that add to them.
const MAPS: [(&str, &str, &str); 4] = [
    ("/spec/nodeSelector", "selects nodes by", "spark.kubernetes.node.selector."),
    ("/spec/nodeSelector", "selects nodes by", "spark.kubernetes.{role}.node.selector."),
    ("/metadata/labels", "has the label", "spark.kubernetes.{role}.label."),
    ("/metadata/annotations", "has the annotation", "spark.kubernetes.{role}.annotation."),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured().filter(|job| job.source != JobSource::SparkApplication) {
        for (role, template) in
            [(Role::Driver, job.driver_template), (Role::Executor, job.executor_template)]
        {
            let Some(template) = template else { continue };
            for (pointer, words, prefix) in MAPS {
                let prefix = prefix.replace("{role}", role.word());
                for (key, setting) in job.conf.under(&prefix) {
                    judge(job, (template, role), (pointer, words), (key, setting), findings);
                }
            }
        }
    }
}

fn judge(
    job: &Job<'_>,
    (template, role): (&Artifact, Role),
    (pointer, words): (&str, &str),
    (key, setting): (&str, &Setting),
    findings: &mut Findings,
) {
    let map = template.value().and_then(|value| value.pointer(pointer));
    let said = map.and_then(|map| map.get(key)).and_then(Value::as_str);
    let Some(said) = said.filter(|said| *said != setting.value) else { return };
    findings
        .at(
            template,
            &Route::from_pointer(pointer).then(key),
            format!(
                "the template of the {} of {} {words} `{key}: {said}`, and the configuration, which wins, says `{}`",
                role.word(),
                job.title(),
                setting.value
            ),
        )
        .help("say it in one place")
        .related(job.artifact, &setting.route, "what acts");
}
