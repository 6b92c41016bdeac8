//! A selector on a label of Spark's or EMR's that is spelt otherwise.

use serde_json::Value;

use crate::artifact::{Artifact, Kind, Target};
use crate::catalog::emr::LABELS;
use crate::check::bundle::{at, texts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::spelling::nearest;

/// A selector on a label of Spark's or EMR's that is spelt otherwise.
pub const RULE: Rule = Rule {
    code: Code("unknown-emr-label"),
    severity: Severity::Warning,
    summary: "a selector names a label of EMR's pods, or a value of it, that they do not have",
    page: include_str!("unknown_emr_label.md"),
    check,
};

/// What the labels of job runs begin with.
const PREFIX: &str = "emr-containers.amazonaws.com/";

/// Labels whose values are known, and these.
const VALUES: [(&str, &[&str]); 3] = [
    ("spark-role", &["driver", "executor"]),
    (
        "emr-containers.amazonaws.com/component",
        &["controller", "driver", "executor", "flink.operator", "job.submitter"],
    ),
    ("emr-containers.amazonaws.com/resource.type", &["job.run"]),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts.iter().filter(|it| is_judged(it)) {
        let Some(value) = artifact.value() else { continue };
        texts(value, &mut |trail, text| {
            let mut keys = trail.keys();
            let (field, parent) = (keys.next().unwrap_or(""), keys.next().unwrap_or(""));
            match (field, parent) {
                (label, "matchLabels" | "selector") => {
                    judge(artifact, &trail.route(), label, Some(text), findings);
                }
                ("key", "matchExpressions") => {
                    judge(artifact, &trail.route(), text, None, findings);
                }
                ("values", "matchExpressions") => {
                    let route = trail.route();
                    let home = Route::ROOT.join(&route.steps()[..route.steps().len() - 2]);
                    let label = at(value, &home.then("key")).and_then(Value::as_str);
                    judge(artifact, &route, label.unwrap_or(""), Some(text), findings);
                }
                _ => {}
            }
        });
    }
}

/// Objects of a cluster and templates of pods; another rule judges monitors.
fn is_judged(artifact: &Artifact) -> bool {
    let target = artifact.kind.facts().target;
    let is_monitor = matches!(artifact.kind, Kind::PodMonitor | Kind::ServiceMonitor);
    !is_monitor && matches!(target, Target::Kubectl | Target::PodTemplates)
}

fn judge(
    artifact: &Artifact,
    at: &Route,
    label: &str,
    value: Option<&str>,
    findings: &mut Findings,
) {
    let known = VALUES.iter().find(|(known, _)| *known == label).map(|(_, values)| *values);
    let (what, near) = match (value, known) {
        (Some(value), Some(values)) => {
            (format!("{label}: {value}"), nearest(value, values.iter().copied(), 2))
        }
        _ if label.starts_with(PREFIX) => (label.to_owned(), nearest(label, LABELS, 2)),
        _ => return,
    };
    let Some(near) = near else { return };
    findings
        .at(artifact, at, format!("a selector asks for `{what}`, which no pod of a job has"))
        .help(format!("did you mean `{near}`?"));
}
