//! A scalar typed bare where the language takes text stays the text that was typed.
//!
//! `kubernetes: 1.30` means the release 1.30 and not the number 1.3, `account: 123456789012` the
//! twelve digits. Only the schema knows which keys take text, so the two are walked together.

use serde_json::{Map, Value};

use crate::source::{Content, Node, Sources};

/// The value of a node, with bare numbers and booleans kept as text where `schema` takes only text.
pub fn to_value(node: &Node, schema: &Value, sources: &Sources) -> Value {
    Walk { root: schema, sources }.value(node, &[schema])
}

struct Walk<'a> {
    root: &'a Value,
    sources: &'a Sources,
}

impl<'a> Walk<'a> {
    fn value(&self, node: &Node, schemas: &[&'a Value]) -> Value {
        match &node.content {
            Content::Number(_) | Content::Bool(_) => self.scalar(node, schemas),
            Content::Sequence(items) => {
                let inner = self.below(schemas, |schema| schema.get("items"));
                Value::Array(items.iter().map(|item| self.value(item, &inner)).collect())
            }
            Content::Mapping(entries) => {
                let mut map = Map::with_capacity(entries.len());
                for (key, entry) in entries {
                    let inner = self.below(schemas, |schema| property(schema, key));
                    map.insert(key.clone(), self.value(&entry.value, &inner));
                }
                Value::Object(map)
            }
            Content::Null | Content::String(_) => node.to_value(),
        }
    }

    fn scalar(&self, node: &Node, schemas: &[&'a Value]) -> Value {
        let wanted = if matches!(node.content, Content::Bool(_)) {
            &["boolean"][..]
        } else {
            &["number", "integer"][..]
        };
        let alternatives = self.alternatives(schemas);
        let takes = |name: &str| alternatives.iter().any(|schema| names_type(schema, name));
        if takes("string") && !wanted.iter().any(|name| takes(name)) {
            Value::String(self.sources.text(node.span).to_owned())
        } else {
            node.to_value()
        }
    }

    fn below(
        &self,
        schemas: &[&'a Value],
        step: impl Fn(&'a Value) -> Option<&'a Value>,
    ) -> Vec<&'a Value> {
        self.alternatives(schemas).into_iter().filter_map(step).collect()
    }

    /// The schemas themselves, references followed and alternatives laid out.
    fn alternatives(&self, schemas: &[&'a Value]) -> Vec<&'a Value> {
        let mut found = Vec::new();
        let mut open: Vec<&Value> = schemas.to_vec();
        while let Some(schema) = open.pop() {
            found.push(schema);
            if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
                open.extend(self.root.pointer(target.trim_start_matches('#')));
            }
            for word in ["anyOf", "oneOf", "allOf"] {
                open.extend(schema.get(word).and_then(Value::as_array).into_iter().flatten());
            }
        }
        found
    }
}

/// What stands under a key: a field, or one of a map whose keys follow a pattern or nothing at all.
fn property<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    schema
        .get("properties")
        .and_then(|properties| properties.get(key))
        .or_else(|| patterns?.values().next())
        .or_else(|| schema.get("additionalProperties"))
}

fn names_type(schema: &Value, name: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(several)) => several.iter().any(|one| one == name),
        _ => schema.get("const").or_else(|| schema.get("enum")?.get(0)).is_some_and(|value| {
            value.is_string() && name == "string" || value.is_boolean() && name == "boolean"
        }),
    }
}
