//! Several pools take any pod.

use crate::check::bundle::{Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Several pools take any pod.
pub const RULE: Rule = Rule {
    code: Code("untainted-pools"),
    severity: Severity::Warning,
    summary: "several pools of equal weight have no taint, so that any pod may open a node in any of them",
    page: include_str!("untainted_pools.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let weight = |pool: &Pool<'_>| pool.view.spec.weight.unwrap_or(0);
    // A pool of fixed size opens no node for a pod.
    let is_open = |pool: &&Pool<'_>| pool.taints().is_empty() && !pool.is_fixed();
    let mut open: Vec<&Pool<'_>> = bundle.pools.iter().filter(is_open).collect();
    let heaviest = open.first().map(|pool| weight(pool));
    open.retain(|pool| Some(weight(pool)) == heaviest);
    let [first, .., last] = open.as_slice() else { return };
    let names: Vec<&str> = open.iter().map(|pool| pool.name()).collect();
    findings
        .at(
            first.view.artifact,
            &route!["spec", "template", "spec", "taints"],
            format!("the pools {} take any pod, and have the same weight", words::some(&names)),
        )
        .help(format!(
            "a pod that says nothing opens nodes in `{}`, the last by name: give the pools taints that only their pods tolerate, or different weights",
            first.name()
        ))
        .related(last.view.artifact, &route!["metadata", "name"], "takes any pod as well");
}
