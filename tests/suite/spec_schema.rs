//! The published schemas of the language and its reference page are what the types say now.
//!
//! `EMRGEN_BLESS=1 cargo test --test suite spec_schema` writes them.

use emrgen::explain::language::{DOCUMENTS, reference};
use emrgen::render::json::to_json;
use emrgen::spec;
use serde_json::Value;

use crate::support::current;

const ACCEPT: &str = "to accept it: EMRGEN_BLESS=1 cargo test --test suite spec_schema";

#[test]
fn published_schemas_are_current() {
    for document in DOCUMENTS {
        let schema = spec::schema(document).unwrap();
        current(&format!("schemas/emrgen.io/{document}_v1.json"), &to_json(schema), ACCEPT);
    }
}

#[test]
fn the_reference_page_is_current() {
    current("docs/reference.md", &reference(), ACCEPT);
}

/// Calls `visit` with every subschema and its place.
fn each(value: &Value, at: &str, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            visit(at, value);
            fields.iter().for_each(|(key, field)| each(field, &format!("{at}/{key}"), visit));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                each(item, &format!("{at}/{index}"), visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn every_field_is_described_and_every_object_refuses_what_it_does_not_know() {
    for document in DOCUMENTS {
        let schema = spec::schema(document).unwrap();
        assert!(jsonschema::draft202012::meta::is_valid(schema));
        each(schema, document, &mut |at, one| {
            let Some(Value::Object(properties)) = one.get("properties") else { return };
            assert_eq!(one["additionalProperties"], Value::Bool(false), "{at} is open");
            for (name, field) in properties {
                let text = field["description"].as_str().unwrap_or_default();
                assert!(text.ends_with(['.', '…']), "{at}.{name} is not described: {text:?}");
            }
        });
    }
}

#[test]
fn every_value_that_may_be_left_out_says_what_then_holds() {
    let mut silent = Vec::new();
    for document in DOCUMENTS {
        let schema = spec::schema(document).unwrap();
        each(schema, document, &mut |at, one| {
            let Some(Value::Object(properties)) = one.get("properties") else { return };
            let required = one["required"].as_array().cloned().unwrap_or_default();
            let optional =
                properties.iter().filter(|(name, _)| !required.contains(&(*name).as_str().into()));
            for (name, field) in optional {
                let text = field["description"].as_str().unwrap_or_default();
                let told = text.contains("Default: ") || text.contains("Needed with");
                if !told && !one_of_several(one) {
                    silent.push(format!("{at}.{name}: {text}"));
                }
            }
        });
    }
    assert!(silent.is_empty(), "these say no default:\n{}", silent.join("\n"));
}

/// Whether exactly one field of an object is given, so that none has a default.
fn one_of_several(object: &Value) -> bool {
    object["description"].as_str().is_some_and(|text| text.to_lowercase().contains("exactly one"))
}

#[test]
fn bare_scalars_are_text_where_only_text_is_meant() {
    let said = crate::support::check_text(
        "apiVersion: emrgen.io/v1
kind: Platform
name: spark
aws: { account: 012345678901, region: us-west-2 }
cluster: { kubernetes: 1.30, karpenter: 1.10, create: true }
addons: { kubecost: { version: 1.10 } }
pools:
  etl: { instances: { families: [c5d] }, labels: { fast: true, tier: 1 } }
---
apiVersion: emrgen.io/v1
kind: Team
name: ads
jobs:
  daily:
    release: emr-7.9.0
    entryPoint: s3://ads-code/daily.py
    pool: etl
    arguments: [1.50, true, 010]
    conf: { spark.sql.shuffle.partitions: 200, spark.sql.adaptive.enabled: true }
",
    );
    assert!(!said.contains("wrong-type") && !said.contains("bad-value"), "{said}");
}
