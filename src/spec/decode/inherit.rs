//! A team's `defaults` laid under each of its jobs and endpoints.
//!
//! It is done twice in the same way: to the value that is decoded, and to the node tree, so that
//! a diagnostic about an inherited value points at the line under `defaults` that says it.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::source::{Content, Entry, Node};

/// The keys of a job that merge key by key; of all others the job's own value replaces the default.
const MERGED: [&str; 7] =
    ["driver", "executors", "conf", "mounts", "monitoring", "override", "allow"];

/// The keys of `defaults` that endpoints have too; all others are about batch jobs.
const OF_ENDPOINTS: [&str; 2] = ["release", "pool"];

/// Lays `defaults` under each of `jobs` and `endpoints` in a team's node tree.
pub fn defaults(team: &mut Node) {
    let Content::Mapping(fields) = &mut team.content else { return };
    let Some(Content::Mapping(mut defaults)) =
        fields.get("defaults").map(|entry| entry.value.content.clone())
    else {
        return;
    };
    each(fields, "jobs", &defaults);
    defaults.retain(|key, _| OF_ENDPOINTS.contains(&key.as_str()));
    each(fields, "endpoints", &defaults);
}

fn each(team: &mut IndexMap<String, Entry>, key: &str, defaults: &IndexMap<String, Entry>) {
    let Some(Content::Mapping(all)) = team.get_mut(key).map(|entry| &mut entry.value.content)
    else {
        return;
    };
    for one in all.values_mut() {
        inherit(&mut one.value, defaults);
    }
}

fn inherit(job: &mut Node, defaults: &IndexMap<String, Entry>) {
    if job.content == Content::Null {
        job.content = Content::Mapping(IndexMap::new());
    }
    let Content::Mapping(own) = &mut job.content else { return };
    for (key, default) in defaults {
        match own.get_mut(key) {
            None => {
                own.insert(key.clone(), default.clone());
            }
            Some(entry) if MERGED.contains(&key.as_str()) => {
                let mut merged = default.value.clone();
                let overlay = std::mem::replace(&mut entry.value, default.value.clone());
                let place = overlay.span;
                merged.merge(overlay);
                merged.span = place;
                entry.value = merged;
            }
            Some(_) => {}
        }
    }
}

/// Lays `defaults` under each of `jobs` and `endpoints` in a team's value.
pub fn defaults_of_value(team: &mut Map<String, Value>) {
    let Some(Value::Object(mut defaults)) = team.get("defaults").cloned() else { return };
    each_value(team, "jobs", &defaults);
    defaults.retain(|key, _| OF_ENDPOINTS.contains(&key.as_str()));
    each_value(team, "endpoints", &defaults);
}

fn each_value(team: &mut Map<String, Value>, key: &str, defaults: &Map<String, Value>) {
    let Some(Value::Object(all)) = team.get_mut(key) else { return };
    for one in all.values_mut() {
        if let Value::Object(own) = one {
            inherit_value(own, defaults);
        }
    }
}

fn inherit_value(own: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (key, default) in defaults {
        match own.get_mut(key) {
            None => {
                own.insert(key.clone(), default.clone());
            }
            Some(value) if MERGED.contains(&key.as_str()) => {
                let mut merged = default.clone();
                crate::source::merge_values(&mut merged, std::mem::take(value));
                *value = merged;
            }
            Some(_) => {}
        }
    }
}
