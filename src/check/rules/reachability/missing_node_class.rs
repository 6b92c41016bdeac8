//! A NodePool names a node class that does not exist.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A NodePool names a node class that does not exist.
pub const RULE: Rule = Rule {
    code: Code("missing-node-class"),
    severity: Severity::Error,
    summary: "a NodePool refers to an EC2NodeClass that does not exist",
    page: include_str!("missing_node_class.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Pools alone say nothing about which classes the cluster has.
    if bundle.node_classes.is_empty() && !bundle.context.complete {
        return;
    }
    for pool in bundle.pools.iter().filter(|pool| pool.class.is_none()) {
        let reference = &pool.view.spec.template.spec.node_class_ref;
        let names: Vec<String> =
            bundle.node_classes.keys().map(|name| format!("`{name}`")).collect();
        findings
            .at(
                pool.view.artifact,
                &route!["spec", "template", "spec", "nodeClassRef", "name"],
                format!(
                    "pool `{}` refers to the node class `{}`, which does not exist",
                    pool.name(),
                    reference.name
                ),
            )
            .help(format!("the node classes are {}", names.join(", ")));
    }
}
