//! A pool of fixed size that its own limit keeps from it.

use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pool of fixed size that its own limit keeps from it.
pub const RULE: Rule = Rule {
    code: Code("tight-nodes-limit"),
    severity: Severity::Warning,
    summary: "a pool of fixed size limits its nodes to fewer, or leaves no room to replace one",
    page: include_str!("tight_nodes_limit.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let Some(wanted) = pool.view.spec.replicas.map(u64::from) else { continue };
        // A limit of nothing switches a pool off, and so do no replicas.
        let Some(limit) = pool.limit("nodes").filter(|limit| *limit > 0 && wanted > 0) else {
            continue;
        };
        let name = pool.name();
        let (message, severity) = if limit < wanted {
            let made = words::counted(limit, "node");
            (
                format!("pool `{name}` asks for {wanted} nodes, and its limit lets it have {made}"),
                Severity::Warning,
            )
        } else if limit == wanted {
            (
                format!(
                    "pool `{name}` may have no node beyond its {wanted}: one that has drifted, to a new image for instance, is never replaced"
                ),
                Severity::Note,
            )
        } else {
            continue;
        };
        findings
            .at(pool.view.artifact, &route!["spec", "limits", "nodes"], message)
            .related(pool.view.artifact, &route!["spec", "replicas"], "the nodes that it asks for")
            .help(format!(
                "write {} or more: Karpenter starts the new node before it takes the old one",
                wanted + 1
            ))
            .severity(severity);
    }
}
