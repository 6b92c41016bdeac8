//! What the schemas say came or went with each release.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use walkdir::WalkDir;

use crate::support::project;

/// What our schemas say came or went with each release: `Karpenter 1.9`.
pub fn added() -> BTreeMap<String, Changes> {
    let mut found = BTreeMap::new();
    for entry in WalkDir::new(project().join("schemas")).into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_some_and(|it| it == "json") {
            let text = fs::read_to_string(entry.path()).unwrap();
            let schema: Value = serde_json::from_str(&text).unwrap();
            let kind = schema["title"].as_str().unwrap_or("definitions").to_owned();
            collect(&schema, &kind, true, &mut found);
        }
    }
    found
}

/// What one release changed.
#[derive(Default)]
pub struct Changes {
    /// Kinds, fields and values that came.
    new: BTreeSet<String>,
    /// Kinds and fields that went.
    gone: BTreeSet<String>,
    /// Kinds and fields whose rules became others.
    rules: BTreeSet<String>,
}

impl Changes {
    /// The changes as a cell of a table.
    pub fn text(changes: Option<&Self>) -> String {
        let Some(changes) = changes else { return String::new() };
        let parts =
            [("", &changes.new), ("without ", &changes.gone), ("rules of ", &changes.rules)];
        let part = |(word, names): (&str, &BTreeSet<String>)| {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            (!names.is_empty()).then(|| format!("{word}{}", names.join(", ")))
        };
        parts.into_iter().filter_map(part).collect::<Vec<_>>().join("; ")
    }
}

/// `whole` says that `schema` is all there is of the kind or field `name`, and not a part of its rules.
fn collect(schema: &Value, name: &str, whole: bool, found: &mut BTreeMap<String, Changes>) {
    match schema {
        Value::Object(fields) => {
            if let Some(release) = fields.get("x-since") {
                let changes = at(release, found);
                if whole { &mut changes.new } else { &mut changes.rules }.insert(name.to_owned());
            }
            if let Some(release) = fields.get("x-until") {
                let changes = at(release, found);
                if whole { &mut changes.gone } else { &mut changes.rules }.insert(name.to_owned());
            }
            let values = fields.get("x-value-since").and_then(Value::as_object);
            for (value, release) in values.into_iter().flatten() {
                at(release, found).new.insert(value.clone());
            }
            for (key, value) in fields {
                collect_below(key, value, name, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, name, false, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn at<'a>(release: &Value, found: &'a mut BTreeMap<String, Changes>) -> &'a mut Changes {
    found.entry(release.as_str().expect("releases are texts").to_owned()).or_default()
}

fn collect_below(key: &str, value: &Value, name: &str, found: &mut BTreeMap<String, Changes>) {
    match (key, value) {
        ("properties", Value::Object(properties)) => {
            properties.iter().for_each(|(field, schema)| collect(schema, field, true, found));
        }
        ("$defs", Value::Object(definitions)) => {
            definitions.iter().for_each(|(name, schema)| collect(schema, name, false, found));
        }
        _ => collect(value, name, false, found),
    }
}
