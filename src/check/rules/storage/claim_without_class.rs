//! A claim leaves its class to a cluster that has no default one.

use crate::check::bundle::storage::class_name;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A claim leaves its class to a cluster that has no default one.
pub const RULE: Rule = Rule {
    code: Code("claim-without-class"),
    severity: Severity::Error,
    summary: "a claim names no class, and the platform has no default one",
    page: include_str!("claim_without_class.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // A cluster may have a default class that these documents do not show.
    if !bundle.context.complete || bundle.default_classes().next().is_some() {
        return;
    }
    for claim in bundle.claims.values() {
        let is_bound = claim.spec.as_ref().is_some_and(|spec| spec.volume_name.is_some());
        if class_name(claim).is_some() || is_bound {
            continue;
        }
        let name = claim.metadata.name.as_deref().unwrap_or_default();
        findings
            .at(
                claim.artifact,
                &route!["metadata", "name"],
                format!("the claim `{name}` names no class, and none is the default one: nobody makes its volume"),
            )
            .help("write `storageClassName`, or make one class the default one; EKS has had none since 1.30");
    }
}
