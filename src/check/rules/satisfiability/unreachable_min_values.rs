//! A minimum of different values that cannot be reached.

use crate::catalog::instance::column;
use crate::check::bundle::{Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::distinct_values;

/// A minimum of different values that cannot be reached.
pub const RULE: Rule = Rule {
    code: Code("unreachable-min-values"),
    severity: Severity::Error,
    summary: "`minValues` asks for more different values than the pool's requirements leave",
    page: include_str!("unreachable_min_values.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| !pool.types.is_empty()) {
        let requirements = pool.view.spec.template.spec.requirements.iter().enumerate();
        for (index, requirement) in requirements {
            let Some(wanted) = requirement.min_values else { continue };
            // A list that is itself too short is refused by the schema.
            if requirement.operator == "In" && requirement.values.len() < wanted as usize {
                continue;
            }
            let Some(left) = left(pool, &requirement.key) else { continue };
            if left >= wanted as usize {
                continue;
            }
            let gives_up = bundle.controller.gives_up_min_values();
            let then =
                if gives_up { "Karpenter gives the minimum up" } else { "it starts no node" };
            let message = format!(
                "pool `{}` wants {} of `{}`, and its requirements leave {left}: {then}",
                pool.name(),
                words::counted(wanted.into(), "different value"),
                requirement.key
            );
            let route = route!["spec", "template", "spec", "requirements", index, "minValues"];
            let severity = if gives_up { Severity::Warning } else { Severity::Error };
            findings
                .at(pool.view.artifact, &route, message)
                .severity(severity)
                .help(format!("write {left} at most, or loosen the other requirements"));
        }
    }
}

/// How many different values of a label are left; `None` where nobody knows them all.
fn left(pool: &Pool<'_>, key: &str) -> Option<usize> {
    if column(key).is_some() {
        // A name that the catalog lacks may yet exist.
        let newer = pool.perhaps_newer().len();
        return Some(distinct_values(&pool.types, key).len() + newer);
    }
    Some(pool.requirements.get(key)?.listed()?.len())
}
