//! One schema made of several files.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::shared::SHARED;

/// The schema with every definition of another file that it refers to put into its own `$defs`.
///
/// A reference such as `../core/definitions.json#/$defs/labels` becomes `#/$defs/core.labels`.
///
/// # Panics
/// When the file is not JSON or refers to what is not there; a test bundles every schema.
pub(super) fn bundle(id: &str, text: &str) -> Value {
    let mut root = parse(text);
    let mut pending = Vec::new();
    localise(&mut root, id, &mut pending);
    let mut definitions = take_definitions(&mut root);
    while let Some((file, name)) = pending.pop() {
        let key = local_name(&file, &name);
        if definitions.contains_key(&key) {
            continue;
        }
        let mut definition = definition(&file, &name);
        localise(&mut definition, &file, &mut pending);
        own_definitions(&mut definition, &file, &mut pending);
        definitions.insert(key, definition);
    }
    if !definitions.is_empty() {
        root["$defs"] = Value::Object(definitions);
    }
    root
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).expect("an embedded schema is JSON")
}

fn take_definitions(root: &mut Value) -> Map<String, Value> {
    match root.get_mut("$defs").map(Value::take) {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

/// The files that schemas share parts from, each read once.
static FILES: LazyLock<BTreeMap<&str, Value>> =
    LazyLock::new(|| SHARED.iter().map(|(id, text)| (*id, parse(text))).collect());

fn definition(file: &str, name: &str) -> Value {
    let file = FILES.get(file).expect("a shared file is declared");
    file["$defs"][name].clone()
}

/// The key of a shared definition: `core/definitions` and `labels` give `core.labels`.
fn local_name(file: &str, name: &str) -> String {
    let folder = file.rsplit_once('/').map_or(file, |(folder, _)| folder);
    format!("{folder}.{name}")
}

/// Rewrites references to other files, and notes what they refer to.
fn localise(value: &mut Value, file: &str, pending: &mut Vec<(String, String)>) {
    each_reference(value, &mut |reference| {
        let (path, name) = reference.split_once("#/$defs/")?;
        if path.is_empty() {
            return None;
        }
        let target = resolve(file, path);
        let local = format!("#/$defs/{}", local_name(&target, name));
        pending.push((target, name.to_owned()));
        Some(local)
    });
}

/// Rewrites references of a shared definition to its neighbours in the same file.
fn own_definitions(value: &mut Value, file: &str, pending: &mut Vec<(String, String)>) {
    each_reference(value, &mut |reference| {
        let name = reference.strip_prefix("#/$defs/").filter(|name| !name.contains('.'))?;
        pending.push((file.to_owned(), name.to_owned()));
        Some(format!("#/$defs/{}", local_name(file, name)))
    });
}

fn each_reference(value: &mut Value, rewrite: &mut impl FnMut(&str) -> Option<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                if key != "$ref" {
                    each_reference(field, rewrite);
                } else if let Some(new) = field.as_str().and_then(&mut *rewrite) {
                    *field = Value::String(new);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_reference(item, rewrite)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The file that a relative path means: `core/pod_v1` and `definitions.json` give
/// `core/definitions`.
fn resolve(file: &str, path: &str) -> String {
    let path = path.trim_end_matches(".json");
    match path.strip_prefix("../") {
        Some(other) => other.to_owned(),
        None => {
            let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{path}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brings_in_what_is_referred_to_and_what_that_refers_to() {
        let text = r##"{ "$ref": "../core/definitions.json#/$defs/labels" }"##;
        let bundled = bundle("karpenter.sh/nodepool_v1", text);
        assert_eq!(bundled["$ref"], "#/$defs/core.labels");
        let value = &bundled["$defs"]["core.labels"]["additionalProperties"]["$ref"];
        assert_eq!(*value, "#/$defs/core.labelValue");
        assert!(bundled["$defs"]["core.labelValue"].is_object());
        assert!(bundled["$defs"]["core.objectMeta"].is_null());
    }
}
