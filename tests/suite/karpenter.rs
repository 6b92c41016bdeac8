//! Karpenter's schemas agree with Karpenter, and say why in people's words.

use std::collections::BTreeSet;

use emrgen::schema::{self, Schema, Targets, Violation};
use emrgen::units::MinorVersion;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::crd_oracle::{self, Crds, RELEASES, Refusal, kind_of};

/// A manifest that is sound from a release on.
#[derive(Clone, Debug, Deserialize)]
pub struct Good {
    pub name: String,
    pub since: String,
    pub object: Value,
}

/// A sound manifest with something wrong in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bad {
    base: String,
    #[serde(default)]
    set: IndexMap<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    /// Lists and mappings to be filled up to so many entries.
    #[serde(default)]
    many: IndexMap<String, usize>,
    since: Option<String>,
    until: Option<String>,
    /// The rule by which we refuse what Karpenter takes.
    stricter: Option<String>,
    /// What we say first, in the newest of the releases.
    says: String,
}

pub fn good() -> Vec<Good> {
    serde_yaml::from_str(include_str!("karpenter/good.yaml")).unwrap()
}

fn bad() -> Vec<Bad> {
    serde_yaml::from_str(include_str!("karpenter/bad.yaml")).unwrap()
}

impl Bad {
    fn object(&self, good: &[Good]) -> Value {
        let base = good.iter().find(|good| good.name == self.base).unwrap();
        let mut object = base.object.clone();
        for pointer in &self.remove {
            let (parent, key) = parent(&mut object, pointer);
            parent.as_object_mut().unwrap().shift_remove(&key).unwrap();
        }
        for (pointer, count) in &self.many {
            fill(object.pointer_mut(pointer).unwrap(), *count);
        }
        for (pointer, value) in &self.set {
            let (parent, key) = parent(&mut object, pointer);
            if let Value::Array(items) = parent {
                items[key.parse::<usize>().unwrap()] = value.clone();
            } else {
                parent[key] = value.clone();
            }
        }
        object
    }

    fn schema(&self, good: &[Good]) -> &'static Schema {
        schema_of(&good.iter().find(|good| good.name == self.base).unwrap().object)
    }

    fn releases(&self) -> impl Iterator<Item = u32> {
        let minor = |text: &Option<String>, default| {
            text.as_ref().map_or(default, |text| MinorVersion::parse(text).unwrap().minor)
        };
        minor(&self.since, 0)..minor(&self.until, RELEASES.end() + 1)
    }
}

fn fill(value: &mut Value, count: usize) {
    if let Value::Array(items) = value {
        items.resize(count, items[0].clone());
    } else {
        let fields = value.as_object_mut().unwrap();
        let missing = count - fields.len();
        fields.extend((0..missing).map(|at| (format!("l{at}"), json!("x"))));
    }
}

fn parent<'a>(object: &'a mut Value, pointer: &str) -> (&'a mut Value, String) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    (object.pointer_mut(parent).unwrap(), key.replace("~1", "/"))
}

pub fn schema_of(object: &Value) -> &'static Schema {
    let text = |key: &str| object[key].as_str().unwrap();
    Schema::find(text("apiVersion"), text("kind")).unwrap()
}

pub fn targets(minor: u32) -> Targets {
    let kubernetes = MinorVersion::new(1, 33);
    Targets { karpenter: MinorVersion::new(1, minor), kubernetes }
}

fn shown(violation: &Violation) -> String {
    let help = violation.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{}: {}{help}", violation.route, violation.message)
}

fn releases() -> Vec<(u32, Crds)> {
    let Some(folder) = crd_oracle::folder() else { return Vec::new() };
    RELEASES.map(|minor| (minor, crd_oracle::release(&folder, minor))).collect()
}

#[test]
fn good_manifests_are_taken_from_their_release_on() {
    for good in good() {
        let since = MinorVersion::parse(&good.since).unwrap().minor;
        for minor in RELEASES {
            let found = schema::validate(schema_of(&good.object), &targets(minor), &good.object);
            if minor >= since {
                assert_eq!(found, [], "{} in 1.{minor}", good.name);
            } else {
                assert!(!found.is_empty(), "{} in 1.{minor}", good.name);
            }
        }
    }
}

#[test]
fn the_definitions_say_the_same_of_good_manifests() {
    for (minor, crds) in releases() {
        for good in good() {
            let since = MinorVersion::parse(&good.since).unwrap().minor;
            let verdict =
                crds.get(&kind_of(&good.object).unwrap()).map(|crd| crd.judge(&good.object));
            match verdict {
                Some(Ok(())) => assert!(minor >= since, "{} in 1.{minor}", good.name),
                Some(Err(why)) => assert!(minor < since, "{} in 1.{minor}: {why:?}", good.name),
                None => assert!(minor < since, "{} in 1.{minor}", good.name),
            }
        }
    }
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
fn bad_manifests_are_refused_in_the_right_words() {
    let good = good();
    for bad in bad() {
        let object = bad.object(&good);
        let schema = bad.schema(&good);
        let mut said = String::new();
        for minor in bad.releases() {
            let found = schema::validate(schema, &targets(minor), &object);
            said = found.first().map(shown).unwrap_or_default();
            assert_ne!(said, "", "{bad:?} in 1.{minor}");
        }
        assert_eq!(said, bad.says, "{bad:?}");
    }
}

#[test]
fn the_definitions_refuse_what_we_refuse_but_for_the_stricter_rules() {
    let (good, bad, mut broken) = (good(), bad(), BTreeSet::new());
    for (minor, crds) in releases() {
        for bad in bad.iter().filter(|bad| bad.releases().any(|it| it == minor)) {
            let base = good.iter().find(|good| good.name == bad.base).unwrap();
            let Some(crd) = crds.get(&kind_of(&base.object).unwrap()) else { continue };
            match crd.judge(&bad.object(&good)) {
                Ok(()) => assert!(bad.stricter.is_some(), "{bad:?} in 1.{minor}"),
                Err(why) => {
                    assert!(bad.stricter.is_none(), "{bad:?} in 1.{minor}: {why:?}");
                    if let Refusal::Rules(messages) = why {
                        broken.extend(messages.into_iter().map(|message| (minor, message)));
                    }
                }
            }
        }
        let kinds: BTreeSet<_> = good.iter().filter_map(|good| kind_of(&good.object)).collect();
        let ours = crds.iter().filter(|(kind, _)| kinds.contains(*kind));
        for message in ours.flat_map(|(_, crd)| crd.rule_messages()) {
            assert!(
                broken.contains(&(minor, message.clone())),
                "1.{minor}: nothing breaks {message}"
            );
        }
    }
}

#[test]
fn every_stricter_rule_is_shown_and_is_the_only_reason() {
    let good = good();
    for bad in bad().iter().filter(|bad| bad.stricter.is_some()) {
        let value = without_stricter(bad.schema(&good).value());
        for minor in bad.releases() {
            let lenient = schema::compile(&schema::at(&value, &targets(minor)));
            assert!(lenient.is_valid(&bad.object(&good)), "{bad:?} in 1.{minor}");
        }
    }
    let shown: BTreeSet<_> = bad().into_iter().filter_map(|bad| bad.stricter).collect();
    let mut declared = BTreeSet::new();
    for good in &good {
        stricter(schema_of(&good.object).value(), &mut declared);
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
