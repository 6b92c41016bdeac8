//! Rules of Kubernetes' own kinds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Finding, Findings, items, text};
use crate::units::Quantity;

/// No two containers of a pod have the same name, of whatever sort they are.
pub(super) fn distinct_containers(pod: &Value, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for (at, container) in items(pod, list).iter().enumerate() {
            let Some(name) = text(container, "name") else { continue };
            if !seen.insert(name) {
                let message = format!("two containers have the name `{name}`");
                findings.push(Finding::value([list.into(), at.into(), "name".into()], message));
            }
        }
    }
}

/// A key is either among the entries that are text or among those that are bytes.
pub(super) fn distinct_data_keys(map: &Value, findings: &mut Findings) {
    let texts = map.get("data").unwrap_or(&Value::Null);
    let bytes = map.get("binaryData").and_then(Value::as_object);
    for (key, _) in bytes.into_iter().flatten().filter(|(key, _)| texts.get(key).is_some()) {
        let message = format!("`{key}` is in `data` and in `binaryData`");
        findings.push(Finding::key(["binaryData".into(), key.into()], message));
    }
}

/// No request is above its limit.
pub(super) fn requests_within_limits(resources: &Value, findings: &mut Findings) {
    ordered(resources, ["requests", "limits"], findings);
}

/// `min`, `defaultRequest`, `default` and `max` of a limit range are in this order.
pub(super) fn limit_range_order(range: &Value, findings: &mut Findings) {
    let order = ["min", "defaultRequest", "default", "max"];
    for (at, low) in order.iter().enumerate() {
        for high in &order[at + 1..] {
            ordered(range, [low, high], findings);
        }
    }
}

/// Every amount of the first map is at most that of the second.
fn ordered(value: &Value, [low, high]: [&str; 2], findings: &mut Findings) {
    let amounts = value.get(low).and_then(Value::as_object);
    for (resource, amount) in amounts.into_iter().flatten() {
        let bound = value.get(high).and_then(|bounds| bounds.get(resource));
        let (Some(amount), Some(bound)) = (quantity(amount), bound.and_then(quantity)) else {
            continue;
        };
        if amount > bound {
            let message =
                format!("`{low}` of `{resource}` is {amount}, which is above `{high}`, {bound}");
            findings.push(Finding::value([low.into(), resource.into()], message));
        }
    }
}

fn quantity(value: &Value) -> Option<Quantity> {
    match value {
        Value::String(text) => Quantity::parse(text).ok(),
        Value::Number(number) => Quantity::parse(&number.to_string()).ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A range of ports does not end before it begins.
pub(super) fn port_range(ports: &Value, findings: &mut Findings) {
    let number = |key| ports.get(key).and_then(Value::as_u64);
    if let (Some(first), Some(last)) = (number("port"), number("endPort"))
        && last < first
    {
        let message = format!("`endPort` is {last}, which is below `port`, {first}");
        findings.push(Finding::value(["endPort".into()], message));
    }
}
