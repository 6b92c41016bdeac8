//! A limit that not even one node fits under.

use serde_json::Value;

use crate::check::bundle::{Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{MIB, capacity};
use crate::units::Quantity;

/// A limit that not even one node fits under.
pub const RULE: Rule = Rule {
    code: Code("limit-below-smallest-type"),
    severity: Severity::Error,
    summary: "the smallest instance type of a pool exceeds its limits, so that it never starts a node",
    page: include_str!("limit_below_smallest_type.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        if let Some(key) = negative(pool) {
            findings
                .at(
                    pool.view.artifact,
                    &route!["spec", "limits", key],
                    format!(
                        "the limit of pool `{}` is below nothing: it makes no node",
                        pool.name()
                    ),
                )
                .help("write the limit without a sign; `0` switches a pool off");
            continue;
        }
        // A limit of nothing is the usual way to switch a pool off.
        let is_off = ["cpu", "memory"].iter().any(|key| pool.limit(key) == Some(0));
        if is_off || pool.types.is_empty() || !pool.perhaps_newer().is_empty() {
            continue;
        }
        if let Some((key, name, has, limit)) = fault(pool) {
            findings
                .at(
                    pool.view.artifact,
                    &route!["spec", "limits", key],
                    format!(
                        "no node fits under the limits of pool `{}`: `{name}`, its smallest, has {has}, and the limit is {limit}",
                        pool.name()
                    ),
                )
                .help(help(pool, key));
        }
    }
}

/// The next step; of less than a GiB the unit was forgotten.
fn help(pool: &Pool<'_>, key: &str) -> String {
    match pool.limit("memory") {
        Some(limit) if key == "memory" && limit < 1024 * MIB => {
            "write the limit with its unit, such as `400Gi`: a bare number counts bytes".to_owned()
        }
        _ => "raise the limit, or let the pool use smaller instances".to_owned(),
    }
}

/// A limit below zero, which Karpenter's definition lets pass.
fn negative<'p>(pool: &'p Pool<'_>) -> Option<&'p str> {
    let is_negative = |value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Quantity::parse(&text).is_ok_and(|quantity| quantity.milli() < 0)
    };
    pool.view.spec.limits.iter().find(|(_, value)| is_negative(value)).map(|(key, _)| key.as_str())
}

/// The limit that the smallest type exceeds, that type, what it has, and the limit.
fn fault(pool: &Pool<'_>) -> Option<(&'static str, &'static str, String, String)> {
    let cpu = pool.limit("cpu").unwrap_or(u64::MAX);
    let memory = pool.limit("memory").unwrap_or(u64::MAX);
    let all = || pool.types.iter().map(|kind| (kind, capacity(kind, &pool.settings)));
    if all().any(|(_, has)| has.cpu_millis <= cpu && has.memory_bytes <= memory) {
        return None;
    }
    let (kind, has) = all().min_by_key(|(_, has)| (has.cpu_millis, has.memory_bytes))?;
    if has.cpu_millis > cpu {
        return Some(("cpu", kind.name, words::cpu(has.cpu_millis), words::cpu(cpu)));
    }
    Some(("memory", kind.name, words::memory(has.memory_bytes), words::memory(memory)))
}
