//! Nodes are replaced almost as soon as they are there.

use crate::check::bundle::disruption::span;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Nodes are replaced almost as soon as they are there.
pub const RULE: Rule = Rule {
    code: Code("short-lived-nodes"),
    severity: Severity::Warning,
    summary: "nodes of a pool expire about as soon as they are ready for pods",
    page: include_str!("short_lived_nodes.md"),
    check,
};

/// Below this age a node has spent most of its life on starting, in seconds.
const WORTH_STARTING: u64 = 10 * 60;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let Some(age) = pool.expires_after().filter(|age| *age < WORTH_STARTING) else { continue };
        let (when, severity) = match age {
            0 => ("as soon as it is made".to_owned(), Severity::Error),
            age => (format!("when it is {} old", span(age)), Severity::Warning),
        };
        let message = format!(
            "Karpenter replaces each node of pool `{}` {when}, and a node takes minutes to start",
            pool.name()
        );
        findings
            .at(pool.view.artifact, &route!["spec", "template", "spec", "expireAfter"], message)
            .severity(severity)
            .help("write `expireAfter: Never`, or an age of days such as `168h`");
    }
}
