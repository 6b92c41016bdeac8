//! A value of a requirement that no node can ever have.

use super::common::{is_name, known, place_of_value};
use super::{excluded, shut_out};
use crate::catalog::instance::column;
use crate::catalog::label::{self, ARCH, CAPACITY_TYPE, INSTANCE, OS};
use crate::check::bundle::{INSTANCE_FAMILY, Pool, words, words_on};
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

/// Labels whose values say how large a node is.
const SIZED: [&str; 3] =
    [label::INSTANCE_TYPE, "karpenter.k8s.aws/instance-size", "karpenter.k8s.aws/instance-cpu"];

/// Labels whose values Karpenter itself checks.
const CHECKED: [&str; 2] = [CAPACITY_TYPE, "karpenter.k8s.aws/instance-tenancy"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let home = route!["spec", "template", "spec", "requirements"];
        let owner = format!("pool `{}`", pool.name());
        let all = &pool.view.spec.template.spec.requirements;
        excluded::in_vain(pool.view.artifact, &home, &owner, all, findings);
    }
    for pool in bundle.pools.iter().filter(|pool| !pool.types.is_empty()) {
        for dead in dead_values(&pool.requirements) {
            if dead.why == Why::Unknown && is_name(&dead.key) {
                continue;
            }
            judge(pool, &dead, findings);
        }
        for key in [INSTANCE_FAMILY, label::INSTANCE_TYPE] {
            shut_out::by_class(pool, key, findings);
        }
        for key in SIZED {
            shut_out::by_limits(pool, key, findings);
        }
    }
}

fn judge(pool: &Pool<'_>, dead: &DeadValue, findings: &mut Findings) {
    let demands = pool.demands();
    let at = place_of_value(&demands, &dead.key, &dead.value)
        .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
    let DeadValue { key, value, why } = dead;
    let refused = *why == Why::Unknown && falls_short(pool, key);
    let (message, help) = match why {
        Why::Unknown => {
            let then = if refused {
                ", and without it `minValues` asks for more than are left"
            } else {
                ""
            };
            (
                format!(
                    "pool `{}` lists `{value}`, which is no value of `{}`{then}",
                    pool.name(),
                    pool.spelling(key)
                ),
                known(key, value),
            )
        }
        Why::ShutOutBy(keys) => {
            let says = |key: &String| match words_on(&demands, key).unwrap_or_default() {
                words if words == "any value" => format!("a label `{}`", pool.spelling(key)),
                words => format!("`{}` {words}", pool.spelling(key)),
            };
            let says: Vec<String> = keys.iter().map(says).collect();
            (
                format!(
                    "pool `{}` lists `{value}`, but nothing of that kind has {}",
                    pool.name(),
                    words::series(&says, "or")
                ),
                format!(
                    "remove `{value}`, or loosen {}",
                    words::either(keys.iter().map(|key| pool.spelling(key)))
                ),
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
    let severity = match key {
        _ if refused => Severity::Error,
        // What is left is what the pool starts: nothing breaks.
        _ if *why != Why::Unknown => Severity::Note,
        key if is_measure(key) => Severity::Note,
        _ => Severity::Warning,
    };
    findings.at(pool.view.artifact, &at, message).severity(severity).help(help);
}

/// Whether a requirement on a label whose values Karpenter knows by heart has fewer of them than it
/// wants different ones: the pool is then reported invalid and not used.
fn falls_short(pool: &Pool<'_>, key: &str) -> bool {
    let Some(known) = column(key).filter(|_| CHECKED.contains(&key)) else { return false };
    let all = &pool.view.spec.template.spec.requirements;
    all.iter().filter(|one| label::normalize(&one.key) == key).any(|one| {
        let real = one.values.iter().filter(|value| known.values.contains_key(value.as_str()));
        one.min_values.is_some_and(|wanted| real.count() < wanted as usize)
    })
}

/// Lists of sizes and amounts are often written for several families at once.
fn is_measure(key: &str) -> bool {
    let chosen =
        ["category", "family", "cpu-manufacturer", "hypervisor", "capability-flex", "gpu-name"];
    let name = key.strip_prefix(INSTANCE).unwrap_or_default();
    !chosen.contains(&name) && !is_name(key) && ![ARCH, OS, CAPACITY_TYPE].contains(&key)
}
