//! A NodePool names a node class that does not exist.

use crate::artifact::karpenter::{EC2_GROUP, NodeClassRef};
use crate::check::bundle::Pool;
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
    let knows_classes = !bundle.node_classes.is_empty() || bundle.context.complete;
    for pool in bundle.pools.iter().filter(|pool| pool.class.is_none()) {
        let reference = &pool.view.spec.template.spec.node_class_ref;
        if reference.is_ec2() && knows_classes {
            missing(bundle, pool, findings);
        } else if !reference.is_ec2() && is_nearly_ec2(reference) {
            unknown_kind(pool, findings);
        }
    }
}

fn missing(bundle: &Bundle<'_>, pool: &Pool<'_>, findings: &mut Findings) {
    let names: Vec<String> = bundle.node_classes.keys().map(|name| format!("`{name}`")).collect();
    findings
        .at(
            pool.view.artifact,
            &route!["spec", "template", "spec", "nodeClassRef", "name"],
            format!(
                "pool `{}` refers to the node class `{}`, which does not exist",
                pool.name(),
                pool.view.spec.template.spec.node_class_ref.name
            ),
        )
        .help(format!("the node classes are {}", names.join(", ")));
}

/// Whether one of group and kind is that of an EC2NodeClass, which has no namesake.
fn is_nearly_ec2(reference: &NodeClassRef) -> bool {
    reference.group == EC2_GROUP || reference.kind == "EC2NodeClass"
}

fn unknown_kind(pool: &Pool<'_>, findings: &mut Findings) {
    let reference = &pool.view.spec.template.spec.node_class_ref;
    let wrong = if reference.group == EC2_GROUP { "kind" } else { "group" };
    findings
        .at(
            pool.view.artifact,
            &route!["spec", "template", "spec", "nodeClassRef", wrong],
            format!(
                "pool `{}` refers to a node class of kind `{}` in group `{}`, which does not exist: Karpenter leaves the pool alone",
                pool.name(),
                reference.kind,
                reference.group
            ),
        )
        .help(format!("write `group: {EC2_GROUP}` and `kind: EC2NodeClass`"));
}
