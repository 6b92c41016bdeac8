//! A driver or executor that says nothing about where it runs, and that no pool takes.

use crate::check::bundle::{Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A driver or executor that says nothing about where it runs, and that no pool takes.
pub const RULE: Rule = Rule {
    code: Code("unplaced-pod"),
    severity: Severity::Warning,
    summary: "a driver or executor says nothing about where it runs, and no pool takes it",
    page: include_str!("unplaced_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if bundle.pools.is_empty() {
        return;
    }
    for placement in bundle.placements() {
        let has_home = bundle.node_groups.is_empty() || !placement.node_groups.is_empty();
        if placement.has_pool() || !has_home {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            if !matches!(pod.role, Role::Driver | Role::Executor) || !pod.is_unplaced() {
                continue;
            }
            let names: Vec<&str> = bundle.pools.iter().map(|pool| pool.name()).collect();
            let at = pod.place();
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "{} says nothing about where it runs, and no pool takes it: it lands beside the system's pods, or nowhere",
                        pod.title
                    ),
                )
                .help(format!(
                    "let it select one of the pools {} by `karpenter.sh/nodepool`, and tolerate its taints; in a spec: `pool: {}`",
                    words::some(&names),
                    names.first().unwrap_or(&"")
                ));
        }
    }
}
