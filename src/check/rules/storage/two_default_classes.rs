//! Several classes for claims that name none.

use k8s_openapi::api::storage::v1::StorageClass;

use crate::check::bundle::storage::class_name;
use crate::check::bundle::{View, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Several classes for claims that name none.
pub const RULE: Rule = Rule {
    code: Code("two-default-classes"),
    severity: Severity::Warning,
    summary: "several classes are the default one",
    page: include_str!("two_default_classes.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Of two that Terraform may make, a condition often makes one.
    let is_certain = |class: &&View<'_, StorageClass>| !class.artifact.origins.is_inner();
    let defaults: Vec<_> = bundle.default_classes().filter(is_certain).collect();
    let [.., last] = defaults.as_slice() else { return };
    if defaults.len() < 2 {
        return;
    }
    let names = words::both(defaults.iter().filter_map(|class| class.metadata.name.as_deref()));
    let nameless = bundle.claims.values().find(|claim| class_name(claim).is_none());
    let finding = findings
        .at(
            last.artifact,
            &route!["metadata", "annotations"],
            format!("the classes {names} are each the default one: a claim without a class gets whichever was made last"),
        )
        .help("keep the annotation `storageclass.kubernetes.io/is-default-class: \"true\"` on one of them");
    if let Some(claim) = nameless {
        finding.related(claim.artifact, &route!["metadata", "name"], "a claim without a class");
    }
}
