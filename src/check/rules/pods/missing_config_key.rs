//! A pod reads a key that the ConfigMap or the Secret does not have.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{ConfigStore, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pod reads a key that the ConfigMap or the Secret does not have.
pub const RULE: Rule = Rule {
    code: Code("missing-config-key"),
    severity: Severity::Error,
    summary: "a pod reads a key that its ConfigMap or Secret does not have",
    page: include_str!("missing_config_key.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // A patch of kustomize says a part of its object, and the rest may stand in no document.
    if bundle.of(Kind::Kustomization).any(patches) {
        return;
    }
    let store = ConfigStore::new(bundle);
    let mut told = BTreeSet::new();
    for one in bundle.config_uses().into_iter().filter(|one| !one.keys.is_empty()) {
        let objects = store.of(one.sort, &one.name, one.namespace.as_deref());
        // What is made or filled by something else has keys that stand in no document.
        let Some(first) = objects.first().filter(|_| !store.may_be_made(&one.name)) else {
            continue;
        };
        let known: BTreeSet<&str> = objects.iter().flat_map(|it| keys(it)).collect();
        for key in one.keys.iter().filter(|key| !known.contains(key.as_str())) {
            let place = (one.at.artifact.path.clone(), one.at.route.clone(), key.clone());
            if known.is_empty() || !told.insert(place) {
                continue;
            }
            let (kind, name) = (one.sort.word(), &one.name);
            findings
                .at(
                    one.at.artifact,
                    &one.at.route,
                    format!(
                        "{} reads `{key}` of the {kind} `{name}`, which does not have it",
                        one.title
                    ),
                )
                .help(format!("its keys are {}", words::some(&known)))
                .related(first, &route!["metadata", "name"], format!("the {kind}"));
        }
    }
}

/// The keys of an object; of one that several documents describe, each has some.
fn keys(object: &Artifact) -> impl Iterator<Item = &str> {
    let maps = ["data", "binaryData", "stringData"].into_iter();
    let maps = maps.filter_map(|field| object.value()?.get(field).and_then(Value::as_object));
    maps.flat_map(|map| map.keys().map(String::as_str))
}

fn patches(kustomization: &Artifact) -> bool {
    let fields = kustomization.value().and_then(Value::as_object);
    fields.is_some_and(|fields| fields.keys().any(|key| key.starts_with("patches")))
}
