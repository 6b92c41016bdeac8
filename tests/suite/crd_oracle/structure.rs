//! The structural part of a definition, as JSON Schema.

use serde_json::{Map, Value, json};

/// Keywords that mean in JSON Schema what they mean in a definition.
const SAME: [&str; 12] = [
    "anyOf",
    "enum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "required",
    "type",
];

/// A schema for strict reading: fields that the definition does not know are refused.
pub fn json_schema(definition: &Value) -> Value {
    let mut schema = Map::new();
    for key in SAME {
        if let Some(value) = definition.get(key) {
            schema.insert(key.to_owned(), value.clone());
        }
    }
    if definition.get("x-kubernetes-int-or-string").is_some() {
        schema.insert("type".into(), json!(["integer", "string"]));
    }
    if definition.get("x-kubernetes-list-type") == Some(&json!("set")) {
        schema.insert("uniqueItems".into(), json!(true));
    }
    format(definition, &mut schema);
    if let Some(items) = definition.get("items") {
        schema.insert("items".into(), json_schema(items));
    }
    fields(definition, &mut schema);
    Value::Object(schema)
}

fn format(definition: &Value, schema: &mut Map<String, Value>) {
    let (low, high) = match definition.get("format").and_then(Value::as_str) {
        Some("date-time") => {
            schema.insert("format".into(), json!("date-time"));
            return;
        }
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    schema.entry("minimum").or_insert_with(|| json!(low));
    schema.entry("maximum").or_insert_with(|| json!(high));
}

fn fields(definition: &Value, schema: &mut Map<String, Value>) {
    if let Some(others) = definition.get("additionalProperties") {
        schema.insert("additionalProperties".into(), json_schema(others));
    }
    let Some(properties) = definition.get("properties").and_then(Value::as_object) else { return };
    let converted = properties.iter().map(|(name, field)| (name.clone(), json_schema(field)));
    schema.insert("properties".into(), Value::Object(converted.collect()));
    schema.entry("additionalProperties").or_insert(json!(false));
}

/// Removes fields that are `null` where the definition has no default for them.
pub fn drop_nulls(definition: &Value, value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, field| {
                !field.is_null() || field_of(definition, name).get("default").is_some()
            });
            for (name, field) in fields {
                drop_nulls(field_of(definition, name), field);
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| drop_nulls(&definition["items"], item));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Fills in the defaults of fields that are absent or `null`.
pub fn fill_in(definition: &Value, value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let known = definition.get("properties").and_then(Value::as_object);
            for (name, field) in known.into_iter().flatten() {
                if let Some(default) = field.get("default")
                    && fields.get(name).is_none_or(Value::is_null)
                {
                    fields.insert(name.clone(), default.clone());
                }
            }
            for (name, field) in fields {
                fill_in(field_of(definition, name), field);
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| fill_in(&definition["items"], item));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What a definition says about a field: by name, or what it says about all.
pub fn field_of<'a>(definition: &'a Value, name: &str) -> &'a Value {
    let named = definition.get("properties").and_then(|properties| properties.get(name));
    named.or_else(|| definition.get("additionalProperties")).unwrap_or(&Value::Null)
}
