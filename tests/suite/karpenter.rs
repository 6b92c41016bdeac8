//! Our schemas of Karpenter's kinds agree with Karpenter's own definitions.

use std::collections::BTreeSet;

use emrgen::schema;
use serde_json::{Value, json};

use crate::crd_oracle::{self, Crds, RELEASES, Refusal, kind_of};
use crate::manifests;

/// The definitions of every release; none when they are not there.
fn releases() -> Vec<(u32, Crds)> {
    let Some(folder) = crd_oracle::folder() else { return Vec::new() };
    RELEASES.map(|minor| (minor, crd_oracle::release(&folder, minor))).collect()
}

/// The schema without the rules by which we are stricter than Karpenter.
pub fn without_stricter(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) if fields.contains_key("x-stricter") => json!(true),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), without_stricter(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_stricter).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => schema.clone(),
    }
}

#[test]
fn the_definitions_take_what_we_take() {
    let manifests = manifests::karpenter();
    for (minor, crds) in releases() {
        for sound in &manifests.sound {
            let first = manifests.first(sound);
            let verdict =
                crds.get(&kind_of(&sound.value).unwrap()).map(|it| it.judge(&sound.value));
            match verdict {
                Some(Ok(())) => assert!(minor >= first, "{} in 1.{minor}", sound.name),
                Some(Err(why)) => assert!(minor < first, "{} in 1.{minor}: {why:?}", sound.name),
                None => assert!(minor < first, "{} in 1.{minor}", sound.name),
            }
        }
    }
}

#[test]
fn the_definitions_refuse_what_we_refuse_but_for_the_stricter_rules() {
    let manifests = manifests::karpenter();
    let kinds: BTreeSet<_> = manifests.sound.iter().filter_map(|it| kind_of(&it.value)).collect();
    for (minor, crds) in releases() {
        let mut broken = BTreeSet::new();
        for faulty in manifests.faulty.iter().filter(|it| manifests.refusing(it).contains(&minor)) {
            let kind = kind_of(&manifests.base(faulty).value).unwrap();
            let Some(crd) = crds.get(&kind) else { continue };
            match crd.judge(&manifests.value(faulty)) {
                Ok(()) => assert!(faulty.stricter.is_some(), "{faulty:?} in 1.{minor}"),
                Err(why) => {
                    assert!(faulty.stricter.is_none(), "{faulty:?} in 1.{minor}: {why:?}");
                    if let Refusal::Rules(messages) = why {
                        broken.extend(messages);
                    }
                }
            }
        }
        let ours = crds.iter().filter(|(kind, _)| kinds.contains(*kind));
        for message in ours.flat_map(|(_, crd)| crd.rule_messages()) {
            assert!(broken.contains(&message), "1.{minor}: nothing breaks {message}");
        }
    }
}

#[test]
fn every_stricter_rule_is_shown_and_is_the_only_reason() {
    let manifests = manifests::karpenter();
    let mut shown = BTreeSet::new();
    for faulty in manifests.faulty.iter().filter(|faulty| faulty.stricter.is_some()) {
        let value = without_stricter(manifests.base(faulty).schema().value());
        for minor in manifests.refusing(faulty) {
            let lenient = schema::compile(&schema::at(&value, &manifests.targets(minor)));
            assert!(lenient.is_valid(&manifests.value(faulty)), "{faulty:?} in 1.{minor}");
        }
        shown.extend(faulty.stricter.clone());
    }
    let mut declared = BTreeSet::new();
    for sound in &manifests.sound {
        stricter(sound.schema().value(), &mut declared);
    }
    assert_eq!(shown, declared);
}

fn stricter(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            found.extend(fields.get("x-stricter").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| stricter(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| stricter(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
