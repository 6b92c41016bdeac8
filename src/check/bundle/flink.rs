//! What Flink's operator is told to run.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Bundle;
use crate::artifact::Artifact;
use crate::route;
use crate::source::Route;

/// A document of Flink's operator: a cluster, with a job of its own or without.
#[derive(Debug)]
pub struct FlinkDeployment<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    spec: &'a Value,
    configuration: BTreeMap<String, (String, Route)>,
}

impl<'a> FlinkDeployment<'a> {
    /// Reads a document.
    #[must_use]
    pub fn of(artifact: &'a Artifact) -> Option<Self> {
        let spec = artifact.value()?.get("spec")?;
        let mut configuration = BTreeMap::new();
        if let Some(written) = spec.get("flinkConfiguration") {
            flatten("", written, &route!["spec", "flinkConfiguration"], &mut configuration);
        }
        Some(Self { artifact, spec, configuration })
    }

    /// What messages call it.
    #[must_use]
    pub fn title(&self) -> String {
        format!("deployment `{}`", self.artifact.name().unwrap_or_default())
    }

    /// A field of its spec, by its pointer.
    #[must_use]
    pub fn field(&self, pointer: &str) -> Option<&'a Value> {
        self.spec.pointer(pointer).filter(|value| !value.is_null())
    }

    /// The place of a field.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Route {
        route!["spec"].join(Route::from_pointer(pointer).steps())
    }

    /// Flink's own configuration: the keys with their values and places. Keys may be written
    /// whole or as mappings in mappings.
    pub fn configuration(&self) -> impl Iterator<Item = (&str, &str, &Route)> {
        self.configuration.iter().map(|(key, (value, at))| (key.as_str(), value.as_str(), at))
    }

    /// The value of the first of some keys that is set to something, and its place.
    #[must_use]
    pub fn setting(&self, keys: &[&str]) -> Option<(&str, &Route)> {
        let found = keys.iter().find_map(|key| self.configuration.get(*key));
        found.filter(|(value, _)| !value.trim().is_empty()).map(|(value, at)| (value.as_str(), at))
    }
}

/// Keys as they are when every mapping is written out.
fn flatten(prefix: &str, value: &Value, at: &Route, found: &mut BTreeMap<String, (String, Route)>) {
    if let Some(map) = value.as_object() {
        for (key, value) in map {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            flatten(&name, value, &at.then(key), found);
        }
    } else if !value.is_null() {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        found.insert(prefix.to_owned(), (text, at.clone()));
    }
}

impl Bundle<'_> {
    /// Whether the values of Flink's operator, as far as they are here, set one of some keys for all
    /// deployments.
    #[must_use]
    pub fn is_set_for_all_of_flink(&self, keys: &[&str]) -> bool {
        let is_of_flink = |chart: &str| chart == "flink-kubernetes-operator";
        let installs = self.installs().iter().filter(|it| is_of_flink(&it.chart));
        let defaults = installs.filter_map(|it| it.value("/defaultConfiguration"));
        let texts: Vec<String> = defaults.map(Value::to_string).collect();
        keys.iter().any(|key| texts.iter().any(|text| text.contains(key)))
    }
}
