//! A node class that no pool refers to.

use std::collections::BTreeSet;

use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A node class that no pool refers to.
pub const RULE: Rule = Rule {
    code: Code("unused-node-class"),
    severity: Severity::Warning,
    summary: "no NodePool refers to an EC2NodeClass",
    page: include_str!("unused_node_class.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Node classes alone say nothing about which pools the cluster has.
    if bundle.pools.is_empty() && !bundle.context.complete {
        return;
    }
    let references = bundle.pools.iter().map(|pool| &pool.view.spec.template.spec.node_class_ref);
    let used: BTreeSet<&str> = references.map(|reference| reference.name.as_str()).collect();
    for (name, class) in
        bundle.node_classes.iter().filter(|(name, _)| !used.contains(name.as_str()))
    {
        findings
            .at(
                class.artifact,
                &route!["metadata", "name"],
                format!("no pool refers to the node class `{name}`"),
            )
            .help(format!(
                "remove it, or refer to it by `nodeClassRef`; the pools refer to {}",
                words::some(&used)
            ));
    }
}
