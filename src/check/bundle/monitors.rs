//! PodMonitors and ServiceMonitors: what they select, where, and what they ask of it.

use serde_json::Value;

use super::{Bundle, Role};
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::source::Route;

/// Labels that Spark, EMR and the operator put on pods.
const SPARK_LABELS: [&str; 11] = [
    "emr-containers.amazonaws.com/component",
    "emr-containers.amazonaws.com/job.id",
    "emr-containers.amazonaws.com/resource.type",
    "emr-containers.amazonaws.com/virtual-cluster-id",
    "spark-app-name",
    "spark-app-selector",
    "spark-exec-id",
    "spark-role",
    "spark-version",
    "sparkoperator.k8s.io/app-name",
    "sparkoperator.k8s.io/launched-by-spark-operator",
];

/// The namespaces that a monitor looks into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watched<'a> {
    /// All of them.
    Any,
    /// These, or its own alone.
    These(Vec<&'a str>),
}

/// A text of a monitor and its place.
#[derive(Clone, Debug)]
pub struct MonitorText<'a> {
    /// The key of a label, or nothing.
    pub key: &'a str,
    /// The text.
    pub text: &'a str,
    /// Its place.
    pub route: Route,
}

/// A PodMonitor or a ServiceMonitor.
#[derive(Clone, Debug)]
pub struct Monitor<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// Its name.
    pub name: &'a str,
    /// Whether it selects pods, and not services.
    pub of_pods: bool,
    /// Where it looks.
    pub watched: Watched<'a>,
    /// The labels that it selects by.
    pub labels: Vec<MonitorText<'a>>,
    /// The ports of its endpoints, where they are named.
    pub ports: Vec<MonitorText<'a>>,
    /// The paths of its endpoints.
    pub paths: Vec<MonitorText<'a>>,
}

impl<'a> Monitor<'a> {
    fn of(artifact: &'a Artifact) -> Option<Self> {
        let of_pods = artifact.kind == Kind::PodMonitor;
        let spec = artifact.value()?.get("spec")?;
        let key = if of_pods { "podMetricsEndpoints" } else { "endpoints" };
        let selected = spec.pointer("/selector/matchLabels").and_then(Value::as_object);
        let home = route!["spec", "selector", "matchLabels"];
        let labels = selected.into_iter().flatten().filter_map(|(key, value)| {
            Some(MonitorText { key, text: value.as_str()?, route: home.then(key) })
        });
        Some(Self {
            artifact,
            name: artifact.name()?,
            of_pods,
            watched: watched(artifact, spec),
            labels: labels.collect(),
            ports: of_endpoints(spec, key, "port"),
            paths: of_endpoints(spec, key, "path"),
        })
    }

    /// The role of the Spark pods that it selects, if it says one.
    #[must_use]
    pub fn spark_role(&self) -> Option<Role> {
        let by = |key: &str| matches!(key, "spark-role" | "emr-containers.amazonaws.com/component");
        match self.labels.iter().find(|label| by(label.key))?.text {
            "driver" => Some(Role::Driver),
            "executor" => Some(Role::Executor),
            _ => None,
        }
    }

    /// Whether it selects by a label of Spark's pods.
    #[must_use]
    pub fn is_about_spark(&self) -> bool {
        self.labels.iter().any(|label| spark_label(label.key).is_some())
    }

    /// Whether a namespace is among those it looks into.
    #[must_use]
    pub fn watches(&self, namespace: &str) -> bool {
        match &self.watched {
            Watched::Any => true,
            Watched::These(all) => all.contains(&namespace),
        }
    }
}

/// The label of Spark's pods that a key is, or is but for its separators.
#[must_use]
pub fn spark_label(key: &str) -> Option<&'static str> {
    SPARK_LABELS.into_iter().find(|known| squashed(known) == squashed(key))
}

/// A key without what separates its words.
#[must_use]
pub fn squashed(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn watched<'a>(artifact: &'a Artifact, spec: &'a Value) -> Watched<'a> {
    let selector = spec.get("namespaceSelector");
    if selector.and_then(|it| it.get("any")) == Some(&Value::Bool(true)) {
        return Watched::Any;
    }
    let names = selector.and_then(|it| it.get("matchNames")?.as_array());
    let names: Vec<&str> = names.into_iter().flatten().filter_map(Value::as_str).collect();
    let own = artifact.namespace().unwrap_or("default");
    Watched::These(if names.is_empty() { vec![own] } else { names })
}

fn of_endpoints<'a>(
    spec: &'a Value,
    list: &'static str,
    key: &'static str,
) -> Vec<MonitorText<'a>> {
    let all = spec.get(list).and_then(Value::as_array).into_iter().flatten().enumerate();
    all.filter_map(|(index, endpoint)| {
        let text = endpoint.get(key)?.as_str()?;
        Some(MonitorText { key, text, route: route!["spec", list, index, key] })
    })
    .collect()
}

impl<'a> Bundle<'a> {
    /// All monitors, of pods first.
    pub fn monitors(&self) -> impl Iterator<Item = Monitor<'a>> {
        self.of(Kind::PodMonitor).chain(self.of(Kind::ServiceMonitor)).filter_map(Monitor::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_but_for_separators() {
        assert_eq!(spark_label("spark_role"), Some("spark-role"));
        assert_eq!(spark_label("sparkAppSelector"), Some("spark-app-selector"));
        assert_eq!(spark_label("app"), None);
    }
}
