//! The plain schema of one set of target releases.

use serde_json::{Map, Value};

use super::Schema;
use super::target::{Release, Targets};

impl Schema {
    /// The schema as the targets have it; `None` when they lack the whole kind.
    #[must_use]
    pub fn at(&self, targets: &Targets) -> Option<Value> {
        has(self.value(), targets).then(|| at(self.value(), targets))
    }
}

/// What is left of a schema that says `x-since`, `x-until` and `x-value-since`.
///
/// Branches of `allOf`, `anyOf` and `oneOf` that a target lacks become `true` or `false`, so that
/// every part that is left stays at its place.
#[must_use]
pub fn at(schema: &Value, targets: &Targets) -> Value {
    match schema {
        Value::Object(fields) => Value::Object(object(fields, targets)),
        Value::Array(items) => Value::Array(items.iter().map(|item| at(item, targets)).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

fn object(fields: &Map<String, Value>, targets: &Targets) -> Map<String, Value> {
    let mut plain = Map::new();
    for (key, value) in fields {
        let value = match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => properties_at(properties, targets),
            ("allOf", Value::Array(branches)) => branches_at(branches, true, targets),
            ("anyOf" | "oneOf", Value::Array(branches)) => branches_at(branches, false, targets),
            ("enum", Value::Array(values)) => values_at(values, fields, targets),
            ("const" | "default" | "examples", value) => value.clone(),
            (_, value) => at(value, targets),
        };
        plain.insert(key.clone(), value);
    }
    plain
}

fn properties_at(properties: &Map<String, Value>, targets: &Targets) -> Value {
    let kept = properties.iter().filter(|(_, schema)| has(schema, targets));
    Value::Object(kept.map(|(name, schema)| (name.clone(), at(schema, targets))).collect())
}

fn branches_at(branches: &[Value], absent: bool, targets: &Targets) -> Value {
    let branch = |schema: &Value| {
        if has(schema, targets) { at(schema, targets) } else { Value::Bool(absent) }
    };
    Value::Array(branches.iter().map(branch).collect())
}

fn values_at(values: &[Value], fields: &Map<String, Value>, targets: &Targets) -> Value {
    let since = |value: &Value| value_since(fields, value.as_str()?);
    let known = |value: &&Value| since(value).is_none_or(|release| release.reached_by(targets));
    Value::Array(values.iter().filter(known).cloned().collect())
}

/// Whether the targets have what a subschema states.
pub(super) fn has(schema: &Value, targets: &Targets) -> bool {
    since(schema).is_none_or(|release| release.reached_by(targets))
        && until(schema).is_none_or(|release| !release.reached_by(targets))
}

/// The first release with what a subschema states.
pub(super) fn since(schema: &Value) -> Option<Release> {
    Release::parse(schema.get("x-since")?.as_str()?)
}

/// The first release without it.
pub(super) fn until(schema: &Value) -> Option<Release> {
    Release::parse(schema.get("x-until")?.as_str()?)
}

/// The first release with a value of an `enum`.
pub(super) fn value_since(fields: &Map<String, Value>, value: &str) -> Option<Release> {
    Release::parse(fields.get("x-value-since")?.get(value)?.as_str()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::units::MinorVersion;

    fn at_karpenter(minor: u32, schema: &Value) -> Value {
        let karpenter = MinorVersion::new(1, minor);
        at(schema, &Targets { karpenter, kubernetes: MinorVersion::new(1, 33) })
    }

    #[test]
    fn drops_what_is_too_new_or_gone() {
        let schema = json!({
            "properties": {
                "old": { "x-until": "Karpenter 1.4", "type": "string" },
                "new": { "x-since": "Karpenter 1.8", "type": "string" },
            },
            "allOf": [{ "x-since": "Karpenter 1.8", "maxProperties": 1 }],
            "anyOf": [{ "x-since": "Karpenter 1.8" }, { "enum": ["a", "b"],
                "x-value-since": { "b": "Karpenter 1.9" } }],
        });
        let early = at_karpenter(3, &schema);
        assert!(early["properties"]["old"].is_object() && early["properties"]["new"].is_null());
        assert_eq!(early["allOf"], json!([true]));
        assert_eq!(early["anyOf"][0], json!(false));
        assert_eq!(early["anyOf"][1]["enum"], json!(["a"]));
        let late = at_karpenter(9, &schema);
        assert!(late["properties"]["old"].is_null() && late["properties"]["new"].is_object());
        assert_eq!(late["anyOf"][1]["enum"], json!(["a", "b"]));
    }
}
