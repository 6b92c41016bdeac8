//! A limit on nodes that the targeted Karpenter does not know.

use crate::check::bundle::ceiling::NODES_SINCE;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A limit on nodes that the targeted Karpenter does not know.
pub const RULE: Rule = Rule {
    code: Code("nodes-limit-ignored"),
    severity: Severity::Warning,
    summary: "a pool limits its nodes, which the targeted Karpenter does not heed",
    page: include_str!("nodes_limit_ignored.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let stated = bundle.context.stated_karpenter();
    let Some(release) = stated.filter(|release| *release < NODES_SINCE) else { return };
    for pool in &bundle.pools {
        let spec = &pool.view.spec;
        if spec.replicas.is_some() || !spec.limits.contains_key("nodes") {
            continue;
        }
        findings
            .at(
                pool.view.artifact,
                &route!["spec", "limits", "nodes"],
                format!("pool `{}` limits its nodes, and Karpenter {release} does not heed that of a pool that grows", pool.name()),
            )
            .help("limit `cpu` and `memory`, or use Karpenter 1.11");
    }
}
