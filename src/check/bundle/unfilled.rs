//! Variables that nobody filled in, where a document is used as it is.

use super::{Variable, at, variable};
use crate::artifact::{Artifact, Kind, Target};
use crate::source::{Route, Step};

/// What is run, shown or computed rather than taken at its word.
const OPAQUE: [&str; 21] = [
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
    "ingress",
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

/// The variable in a text of a document, if the document is used as it is and nothing that is known
/// fills it in.
#[must_use]
pub fn unfilled<'t>(
    artifact: &Artifact,
    text: &'t str,
    route: impl FnOnce() -> Route,
) -> Option<Variable<'t>> {
    let found = variable(text).filter(|_| is_literal(artifact))?;
    (!is_opaque(artifact, &route())).then_some(found)
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

fn is_opaque(artifact: &Artifact, route: &Route) -> bool {
    let in_script = keys(route).any(|key| OPAQUE.contains(&key));
    in_script || is_parameter(artifact, route) || in_environment(artifact, route)
}

fn keys(route: &Route) -> impl Iterator<Item = &str> {
    route.steps().iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_ref()),
        Step::Index(_) => None,
    })
}

/// Job templates have parameters, which another rule looks at.
fn is_parameter(artifact: &Artifact, route: &Route) -> bool {
    artifact.kind == Kind::CreateJobTemplate && keys(route).any(|key| key == "jobTemplateData")
}

/// `spark-env` is a script, `spark-log4j` has its own variables.
fn in_environment(artifact: &Artifact, route: &Route) -> bool {
    let steps = route.steps();
    let Some(found) = steps.iter().position(|it| *it == "applicationConfiguration".into()) else {
        return false;
    };
    let home: Route = steps.iter().take(found + 2).cloned().collect();
    let class = artifact.value().and_then(|value| at(value, &home)?["classification"].as_str());
    class.is_some_and(|class| class.starts_with("spark-env") || class.contains("log4j"))
}
