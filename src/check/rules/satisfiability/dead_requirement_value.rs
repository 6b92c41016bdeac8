//! A value of a requirement that no node can ever have.

use super::common::{is_name, known, place_of_value};
use crate::catalog::label::{ARCH, CAPACITY_TYPE, INSTANCE, OS};
use crate::check::bundle::{Pool, words, words_on};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{DeadValue, Why, dead_values};

/// A value of a requirement that no node can ever have.
pub const RULE: Rule = Rule {
    code: Code("dead-requirement-value"),
    severity: Severity::Warning,
    summary: "a requirement lists a value that no node of the pool can have",
    page: include_str!("dead_requirement_value.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| !pool.types.is_empty()) {
        for dead in dead_values(&pool.requirements) {
            if dead.why == Why::Unknown && is_name(&dead.key) {
                continue;
            }
            judge(pool, &dead, findings);
        }
    }
}

fn judge(pool: &Pool<'_>, dead: &DeadValue, findings: &mut Findings) {
    let demands = pool.demands();
    let at = place_of_value(&demands, &dead.key, &dead.value)
        .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
    let DeadValue { key, value, why } = dead;
    let (message, help) = match why {
        Why::Unknown => (
            format!("pool `{}` lists `{value}`, which is no value of `{key}`", pool.name()),
            known(key, value),
        ),
        Why::ShutOutBy(keys) => {
            let says =
                |key: &String| format!("`{key}` {}", words_on(&demands, key).unwrap_or_default());
            let says: Vec<String> = keys.iter().map(says).collect();
            (
                format!(
                    "pool `{}` lists `{value}`, but nothing of that kind has {}",
                    pool.name(),
                    words::series(&says, "or")
                ),
                format!("remove `{value}`, or loosen {}", words::either(keys)),
            )
        }
        Why::ShutOutTogether => (
            format!(
                "pool `{}` lists `{value}`, which its other requirements together shut out",
                pool.name()
            ),
            format!("remove `{value}`, or loosen one of them"),
        ),
    };
    let severity = if is_measure(key) { Severity::Note } else { Severity::Warning };
    findings.at(pool.view.artifact, &at, message).severity(severity).help(help);
}

/// Lists of sizes and amounts are often written for several families at once.
fn is_measure(key: &str) -> bool {
    let chosen =
        ["category", "family", "cpu-manufacturer", "hypervisor", "capability-flex", "gpu-name"];
    let name = key.strip_prefix(INSTANCE).unwrap_or_default();
    !chosen.contains(&name) && !is_name(key) && ![ARCH, OS, CAPACITY_TYPE].contains(&key)
}
