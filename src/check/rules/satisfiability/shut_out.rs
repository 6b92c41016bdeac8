//! Values that a pool's requirements let in, and its node class or its limits do not.

use super::common::place_of_value;
use crate::catalog::instance::{InstanceSet, column};
use crate::check::Findings;
use crate::check::bundle::{Pool, words};
use crate::route;
use crate::sizing::{ValueSet, admitted, capacity};

/// Reports the values that a pool lists of a label and its node class never starts.
pub fn by_class(pool: &Pool<'_>, key: &str, findings: &mut Findings) {
    let listed = pool.requirements.get(key).and_then(ValueSet::listed);
    let (Some(listed), Some(column), Some(class)) = (listed, column(key), &pool.class) else {
        return;
    };
    let (filters, all) = (&pool.filters, admitted(&pool.requirements));
    for value in listed {
        let Some(types) = column.values.get(value.as_str()) else { continue };
        let mut types = types.clone();
        types.intersect(&all);
        let filter = filters.iter().find(|filter| !filter.types.meets(&types));
        let Some(filter) = filter.filter(|_| !types.is_empty()) else { continue };
        let at = place_of_value(&pool.demands(), key, value)
            .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
        let (pool_name, class_name) = (pool.name(), &class.metadata.name);
        let verb = filter.verb;
        findings
            .at(
                pool.view.artifact,
                &at,
                format!("pool `{pool_name}` lists `{value}`, and nothing of that kind {verb} node class `{class_name}`"),
            )
            .help(format!("remove `{value}`: {}", filter.why));
    }
}

/// Reports the values that a pool lists of a label of which every node alone exceeds its limits.
/// Karpenter drops the types that do before it picks one.
pub fn by_limits(pool: &Pool<'_>, key: &str, findings: &mut Findings) {
    let listed = pool.requirements.get(key).and_then(ValueSet::listed);
    let (Some(listed), Some(column)) = (listed, column(key)) else { return };
    let within = within_limits(pool);
    if within.is_empty() || !pool.perhaps_newer().is_empty() {
        return;
    }
    for value in listed {
        let Some(types) = column.values.get(value.as_str()) else { continue };
        let mut types = types.clone();
        types.intersect(&pool.types);
        let Some(smallest) = types.iter().next().filter(|_| !within.meets(&types)) else {
            continue;
        };
        let at = place_of_value(&pool.demands(), key, value)
            .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
        let name = pool.name();
        let has = capacity(smallest, &pool.settings);
        findings
            .at(
                pool.view.artifact,
                &at,
                format!(
                    "pool `{name}` lists `{value}`, and a single such node exceeds its limits: `{}` has {} and {} of memory",
                    smallest.name,
                    words::cpu(has.cpu_millis),
                    words::memory(has.memory_bytes)
                ),
            )
            .related(pool.view.artifact, &route!["spec", "limits"], "the limits")
            .help(format!("remove `{value}`, or raise the limits"));
    }
}

fn within_limits(pool: &Pool<'_>) -> InstanceSet {
    let limit = |key: &str| pool.limit(key).unwrap_or(u64::MAX);
    let (cpu, memory) = (limit("cpu"), limit("memory"));
    InstanceSet::of(|kind| {
        let has = capacity(kind, &pool.settings);
        pool.types.contains(kind.name) && has.cpu_millis <= cpu && has.memory_bytes <= memory
    })
}
