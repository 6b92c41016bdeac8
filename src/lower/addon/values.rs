//! The values of an add-on: what the platform implies, and what the spec merges over it.

use serde_json::{Map, Value};

use super::Recipe;
use crate::artifact::{Artifact, Kind};
use crate::model::{Addon, Platform};

/// `helm/<addon>/values.yaml`; none for an add-on that takes none, or where none are needed.
pub fn lower(platform: &Platform, recipe: &Recipe, addon: &Addon) -> Option<Artifact> {
    let computed = without_nothing((recipe.values)(platform));
    let computed = if computed.is_null() { Value::Object(Map::new()) } else { computed };
    let path = format!("helm/{}/values.yaml", addon.name);
    let written = Value::Object(addon.values.clone());
    let artifact = Artifact::data(Kind::HelmValues, path, &computed, &addon.origin)
        .allowing(&addon.allow)
        .merged(&written, &addon.origin.then("values"));
    let is_empty = artifact.value().and_then(Value::as_object).is_none_or(Map::is_empty);
    (!is_empty).then_some(artifact)
}

/// The value without fields that are null, or that hold nothing else: for Helm, a null takes a
/// chart's default away.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept: Map<String, Value> = fields
                .into_iter()
                .map(|(key, value)| (key, without_nothing(value)))
                .filter(|(_, value)| !value.is_null())
                .collect();
            if kept.is_empty() { Value::Null } else { Value::Object(kept) }
        }
        Value::Array(items) => items.into_iter().map(without_nothing).collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}
