//! A pod is bound to a node by its name.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod is bound to a node by its name.
pub const RULE: Rule = Rule {
    code: Code("fixed-node-name"),
    severity: Severity::Warning,
    summary: "a pod names the node that it runs on, and passes by scheduler and autoscaler",
    page: include_str!("fixed_node_name.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        let Some(node) = pod.spec.node_name.as_deref().filter(|name| !name.is_empty()) else {
            continue;
        };
        findings
            .at(
                pod.artifact,
                &pod.at.then("nodeName"),
                format!("{} is bound to the node `{node}`, and fails where that is gone or full", pod.title),
            )
            .help("choose nodes by labels, in `nodeSelector` or `affinity`: no scheduler and no autoscaler sees a pod that has a node");
    }
}
