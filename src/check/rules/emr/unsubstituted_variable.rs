//! A variable that nobody filled in.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artifact::{Artifact, Kind, Target};
use crate::check::bundle::{Trail, texts, variable};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A variable that nobody filled in.
pub const RULE: Rule = Rule {
    code: Code("unsubstituted-variable"),
    severity: Severity::Warning,
    summary: "a variable of a shell or a template stands in a document that is used as it is",
    page: include_str!("unsubstituted_variable.md"),
    check,
};

/// What is run, shown or computed rather than taken at its word.
const OPAQUE: [&str; 20] = [
    "annotations",
    "args",
    "binaryData",
    "command",
    "data",
    "description",
    "env",
    "exec",
    "expression",
    "flinkConfiguration",
    "logConfiguration",
    "message",
    "metricRelabelings",
    "relabelings",
    "messageExpression",
    "script",
    "stringData",
    "userData",
    "validations",
    "variables",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts.iter().filter(|artifact| is_literal(artifact)) {
        let Some(value) = artifact.value() else { continue };
        let mut told = BTreeSet::new();
        texts(value, &mut |trail, text| {
            let Some(variable) = variable(text).filter(|_| !is_opaque(artifact, value, trail))
            else {
                return;
            };
            if !told.insert(variable.text.to_owned()) {
                return;
            }
            let name = variable.text;
            let (message, help) = if variable.is_broken {
                (
                    format!("`{name}` is a variable that lost a brace"),
                    "nothing will fill it in: write the value",
                )
            } else {
                (
                    format!(
                        "`{name}` stands where its value should, unless something fills it in first"
                    ),
                    "write the value, or check what `envsubst` or the template made of it; in a spec an id that AWS makes is bound with `--bind`",
                )
            };
            let found = findings.at(artifact, &trail.route(), message).help(help);
            if variable.is_broken {
                found.severity(Severity::Error);
            }
        });
    }
}

/// Whether a document is used as it is. Those of other kinds may have notations of their own.
fn is_literal(artifact: &Artifact) -> bool {
    let takes = matches!(
        artifact.kind.facts().target,
        Target::Kubectl | Target::Emr | Target::Iam | Target::PodTemplates
    );
    let group = artifact.value().and_then(|value| value.get("apiVersion")?.as_str());
    let is_common = group.is_some_and(|it| {
        !it.contains('/')
            || it.starts_with("apps/")
            || it.starts_with("batch/")
            || it.starts_with("flink.apache.org/")
    });
    takes && artifact.kind != Kind::ConfigMap && (artifact.kind != Kind::Object || is_common)
}

fn is_opaque(artifact: &Artifact, value: &Value, trail: &Trail<'_>) -> bool {
    let in_script = trail.keys().any(|key| OPAQUE.contains(&key));
    in_script || is_parameter(artifact, trail) || in_environment(value, trail)
}

/// Job templates have parameters, which another rule looks at.
fn is_parameter(artifact: &Artifact, trail: &Trail<'_>) -> bool {
    artifact.kind == Kind::CreateJobTemplate && trail.keys().any(|key| key == "jobTemplateData")
}

/// `spark-env` is a script, `spark-log4j` has its own variables.
fn in_environment(value: &Value, trail: &Trail<'_>) -> bool {
    if !trail.keys().any(|key| key == "applicationConfiguration") {
        return false;
    }
    let route = trail.route();
    let steps = route.steps();
    let at = steps.iter().position(|step| *step == "applicationConfiguration".into());
    let home: crate::source::Route = steps.iter().take(at.unwrap_or(0) + 2).cloned().collect();
    let class = crate::check::bundle::at(value, &home).and_then(|it| it["classification"].as_str());
    class.is_some_and(|class| class.starts_with("spark-env") || class.contains("log4j"))
}
