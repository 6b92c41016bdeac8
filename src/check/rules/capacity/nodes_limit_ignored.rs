//! A limit on nodes that the targeted Karpenter does not know.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::MinorVersion;

/// A limit on nodes that the targeted Karpenter does not know.
pub const RULE: Rule = Rule {
    code: Code("nodes-limit-ignored"),
    severity: Severity::Warning,
    summary: "a pool limits its nodes, which the targeted Karpenter does not heed",
    page: include_str!("nodes_limit_ignored.md"),
    check,
};

/// The first release that heeds it for pools that grow.
const SINCE: MinorVersion = MinorVersion::new(1, 11);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let stated = bundle.context.stated_karpenter();
    let Some(release) = stated.filter(|release| *release < SINCE) else { return };
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
