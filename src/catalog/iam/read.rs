//! The lines of `data/iam.txt`.

use std::collections::BTreeMap;

use super::{AccessLevel, Action, ResourceType, Service};
use crate::catalog::table;

/// Reads the table. A line that cannot be read is left out, and a test sees that none is.
pub(super) fn services() -> BTreeMap<&'static str, Service> {
    let mut services: Vec<Service> = Vec::new();
    for line in table::lines(include_str!("../data/iam.txt")) {
        if let Some(head) = line.strip_prefix('@') {
            services.extend(head.split_once(' ').map(|(prefix, name)| empty(prefix, name)));
        } else if let Some(service) = services.last_mut() {
            add(service, line);
        }
    }
    services.into_iter().map(|service| (service.prefix, service)).collect()
}

fn empty(prefix: &'static str, name: &'static str) -> Service {
    let (actions, resource_types, condition_keys) = (Vec::new(), Vec::new(), Vec::new());
    Service { prefix, name, actions, resource_types, condition_keys }
}

fn add(service: &mut Service, line: &'static str) {
    let keys = |places: Option<&str>| {
        let places = places.unwrap_or_default().split('.').filter_map(|place| place.parse().ok());
        places.filter_map(|place: usize| service.condition_keys.get(place).copied()).collect()
    };
    let mut fields = line.split(' ');
    let first = fields.next().unwrap_or_default();
    if let Some(key) = first.strip_prefix('?') {
        service.condition_keys.push(key);
    } else if let (Some(name), Some(arn)) = (first.strip_prefix('='), line.split(' ').nth(1)) {
        let condition_keys = keys(line.split(' ').nth(2));
        service.resource_types.push(ResourceType { name, arn, condition_keys });
    } else if let (Some(level), Some(places)) = (fields.next().and_then(level), fields.next()) {
        let condition_keys = keys(fields.next());
        let resources = places.split('.').filter_map(place).collect();
        let (name, prefix) = (first, service.prefix);
        service.actions.push(Action { service: prefix, name, level, condition_keys, resources });
    }
}

fn level(letter: &str) -> Option<AccessLevel> {
    Some(match letter {
        "L" => AccessLevel::List,
        "R" => AccessLevel::Read,
        "W" => AccessLevel::Write,
        "P" => AccessLevel::Permissions,
        "T" => AccessLevel::Tagging,
        _ => return None,
    })
}

fn place(text: &str) -> Option<(usize, bool)> {
    let number = text.trim_end_matches('+');
    Some((number.parse().ok()?, number.len() < text.len()))
}
