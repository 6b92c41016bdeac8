//! A team's `defaults` laid under each of its jobs.
//!
//! It is done twice in the same way: to the value that is decoded, and to the node tree, so that
//! a diagnostic about an inherited value points at the line under `defaults` that says it.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::source::{Content, Entry, Node};

/// The keys of a job that merge key by key; of all others the job's own value replaces the default.
const MERGED: [&str; 7] =
    ["driver", "executors", "conf", "mounts", "monitoring", "override", "allow"];

/// Lays `defaults` under each of `jobs` in a team's node tree.
pub fn defaults(team: &mut Node) {
    let Content::Mapping(fields) = &mut team.content else { return };
    let Some(Content::Mapping(defaults)) =
        fields.get("defaults").map(|entry| entry.value.content.clone())
    else {
        return;
    };
    let Some(jobs) = fields.get_mut("jobs") else { return };
    let Content::Mapping(jobs) = &mut jobs.value.content else { return };
    for job in jobs.values_mut() {
        inherit(&mut job.value, &defaults);
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

/// Lays `defaults` under each of `jobs` in a team's value.
pub fn defaults_of_value(team: &mut Map<String, Value>) {
    let Some(Value::Object(defaults)) = team.get("defaults").cloned() else { return };
    let Some(Value::Object(jobs)) = team.get_mut("jobs") else { return };
    for job in jobs.values_mut() {
        if let Value::Object(own) = job {
            inherit_value(own, &defaults);
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
