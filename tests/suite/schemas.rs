//! Every schema file is what schemas/README.md says it is.

use std::collections::BTreeSet;
use std::path::Path;

use emrgen::schema::{self, SHARED};
use serde_json::Value;

/// Every schema file, parsed, by its name.
fn files() -> Vec<(&'static str, Value)> {
    let own = schema::all().map(|schema| (schema.id(), schema.text()));
    let parse = |(id, text): (&'static str, &str)| (id, serde_json::from_str(text).unwrap());
    own.chain(SHARED.iter().copied()).map(parse).collect()
}

fn readme() -> String {
    std::fs::read_to_string(folder().join("README.md")).unwrap()
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

/// The first cells of the rows of the README's tables.
fn rows(readme: &str) -> BTreeSet<&str> {
    let cells = readme.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    cells.flat_map(|cell| cell.split(", ")).map(|cell| cell.trim_matches('`')).collect()
}

/// Every subschema, with its place.
fn each<'a>(value: &'a Value, at: &str, visit: &mut impl FnMut(&str, &'a Value)) {
    match value {
        Value::Object(fields) => {
            visit(at, value);
            for (key, field) in fields.iter().filter(|(key, _)| !is_data(key)) {
                each(field, &format!("{at}/{key}"), visit);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                each(item, &format!("{at}/{index}"), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_data(key: &str) -> bool {
    matches!(key, "const" | "enum" | "default" | "examples" | "x-value-since" | "dependentRequired")
}

#[test]
fn every_file_is_valid_described_and_listed() {
    let readme = readme();
    let listed = rows(&readme);
    for (id, file) in files() {
        let result = jsonschema::draft202012::meta::validate(&file);
        assert!(result.is_ok(), "{id}: {result:?}");
        assert_eq!(file["$schema"], "https://json-schema.org/draft/2020-12/schema", "{id}");
        for key in ["title", "description", "x-upstream"] {
            assert!(file[key].is_string(), "{id} has no {key}");
        }
        assert!(listed.contains(id), "{id} is not in schemas/README.md");
    }
}

#[test]
fn every_file_of_the_folder_is_embedded() {
    let embedded: BTreeSet<_> = files().into_iter().map(|(id, _)| id.to_owned()).collect();
    let found = walkdir::WalkDir::new(folder()).into_iter().map(|entry| entry.unwrap().into_path());
    let found: BTreeSet<_> = found
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        // Those of the language are generated from its types: see `spec_schema`.
        .filter(|path| !path.starts_with(folder().join("emrgen.io")))
        .map(|path| {
            let id = path.strip_prefix(folder()).unwrap().with_extension("");
            id.to_str().unwrap().replace('\\', "/")
        })
        .collect();
    assert_eq!(embedded, found);
}

#[test]
fn every_object_is_strict_or_says_why_not() {
    for (id, file) in files() {
        each(&file, "", &mut |at, schema| {
            let closed = match schema.get("additionalProperties") {
                Some(Value::Bool(open)) => !open,
                Some(_) => true,
                None => schema.get("propertyNames").is_some(),
            };
            let is_object = schema.get("type").is_some_and(|it| *it == "object");
            let refined = schema.get("$ref").is_some();
            let open = is_object && !closed && !refined && schema.get("x-open").is_none();
            assert!(!open || is_part(at), "{id}{at} is open and does not say why");
            assert!(schema.get("x-open").is_none() || !closed, "{id}{at} is not open");
        });
    }
}

/// Parts that only their users close, with `additionalProperties` beside the reference.
fn is_part(at: &str) -> bool {
    at == "/$defs/requirement"
}

#[test]
fn a_message_stands_beside_nothing_but_its_rule() {
    for (id, file) in files() {
        each(&file, "", &mut |at, schema| {
            let mixed = schema.get("properties").is_some() || schema.get("$ref").is_some();
            assert!(schema.get("x-message").is_none() || !mixed, "{id}{at}");
            let branch = at.rsplit('/').next().unwrap_or_default().parse::<usize>().is_ok();
            assert!(schema.get("x-stricter").is_none() || branch, "{id}{at} is no branch");
        });
    }
}

#[test]
fn every_keyword_of_ours_and_every_stricter_rule_is_explained() {
    let readme = readme();
    let listed = rows(&readme);
    for (id, file) in files() {
        each(&file, "", &mut |at, schema| {
            let keys = schema.as_object().into_iter().flatten().map(|(key, _)| key.as_str());
            for key in keys.filter(|key| key.starts_with("x-") && !at.ends_with("properties")) {
                assert!(listed.contains(key), "{id}{at}: {key} is not in schemas/README.md");
            }
            if let Some(rule) = schema.get("x-stricter").and_then(Value::as_str) {
                assert!(listed.contains(rule), "{id}{at}: {rule} is not in schemas/README.md");
            }
        });
    }
}

#[test]
fn every_rule_is_named_by_a_schema() {
    let mut named = BTreeSet::new();
    let files = files();
    for (_, file) in &files {
        each(file, "", &mut |_, schema| {
            let names = schema.get("x-rule").cloned().unwrap_or_default();
            let several = names.as_array().cloned().unwrap_or_else(|| vec![names]);
            named.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
        });
    }
    let known: BTreeSet<_> = schema::rule_names().map(str::to_owned).collect();
    assert_eq!(named, known);
}
