//! A pool that may grow without end.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pool that may grow without end.
pub const RULE: Rule = Rule {
    code: Code("unlimited-pool"),
    severity: Severity::Note,
    summary: "a pool has a limit neither on CPU nor on memory nor on nodes",
    page: include_str!("unlimited_pool.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let spec = &pool.view.spec;
        let is_bounded =
            ["cpu", "memory", "nodes"].iter().any(|key| spec.limits.contains_key(*key));
        if is_bounded || spec.replicas.is_some() {
            continue;
        }
        findings
            .at(
                pool.view.artifact,
                &route!["spec", "limits"],
                format!(
                    "pool `{}` has no limit: one wrong number in a job opens nodes without end",
                    pool.name()
                ),
            )
            .help("write `limits: { cpu: …, memory: … }`");
    }
}
