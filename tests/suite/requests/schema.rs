//! The bounds that a schema states, by the names that the table gives them.

use std::collections::BTreeSet;

use emrgen::schema::SHARED;
use serde_json::Value;

use super::schema_of;

/// Every bound of the schema of a request.
pub fn bounds(request: &str, known: &mut BTreeSet<String>) {
    let file: Value = serde_json::from_str(schema_of(request).text()).unwrap();
    walk(&file, &file, request, "", known);
}

fn walk(file: &Value, part: &Value, request: &str, at: &str, known: &mut BTreeSet<String>) {
    // A configuration holds configurations: two of them show all of it.
    if at.matches("/configurations/0").count() > 1 {
        return;
    }
    let (file, part) = resolved(file, part);
    let mut add = |which: &str| {
        known.insert(format!("{request}{at}{which}"));
    };
    for (key, which) in
        [("maxProperties", " count"), ("maxItems", " count"), ("propertyNames", " keys")]
    {
        if part.get(key).is_some() {
            add(which);
        }
    }
    let required = part.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    for name in required.iter().filter_map(Value::as_str) {
        add(&format!("/{name} required"));
    }
    let inner = inner(&part);
    if inner.is_empty() {
        add("");
    }
    for (name, it) in inner {
        walk(&file, &it, request, &format!("{at}/{name}"), known);
    }
}

/// What a reference means, and the file it is in. Text with a length beside it is a leaf.
fn resolved(file: &Value, part: &Value) -> (Value, Value) {
    let (mut file, mut part) = (file.clone(), part.clone());
    while part.get("maxLength").is_none()
        && let Some(reference) = part.get("$ref").and_then(Value::as_str)
    {
        let (from, pointer) = reference.split_once('#').unwrap();
        if !from.is_empty() {
            let is_shared = |(id, _): &&(&str, &str)| *id == "emr-containers/definitions";
            let (_, text) = SHARED.iter().find(is_shared).unwrap();
            file = serde_json::from_str(text).unwrap();
        }
        part = file.pointer(pointer).unwrap().clone();
    }
    (file, part)
}

/// The fields of a map, the items of a list, the values of a map with any keys.
fn inner(part: &Value) -> Vec<(String, Value)> {
    let fields = part.get("properties").and_then(Value::as_object);
    let fields = fields.into_iter().flatten().map(|(name, it)| (name.clone(), it.clone()));
    let items = part.get("items").map(|it| ("0".to_owned(), it.clone()));
    let others = part.get("additionalProperties").filter(|it| it.is_object());
    fields.chain(items).chain(others.map(|it| ("key".to_owned(), it.clone()))).collect()
}
