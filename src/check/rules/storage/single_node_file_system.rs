//! A file system for many nodes is declared for one.

use crate::artifact::Artifact;
use crate::check::bundle::storage::{backend, is_single_node};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A file system for many nodes is declared for one.
pub const RULE: Rule = Rule {
    code: Code("single-node-file-system"),
    severity: Severity::Warning,
    summary: "a file system that many nodes could mount is declared ReadWriteOnce",
    page: include_str!("single_node_file_system.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for claim in bundle.claims.values() {
        let modes = claim.spec.as_ref().and_then(|spec| spec.access_modes.as_ref());
        let is_shared = bundle.backend_of(claim).is_some_and(|backend| backend.is_shared());
        if is_shared && is_single_node(modes) {
            let name = claim.metadata.name.as_deref().unwrap_or_default();
            report(findings, claim.artifact, &format!("the claim `{name}`"));
        }
    }
    for (name, volume) in &bundle.volumes {
        let modes = volume.spec.as_ref().and_then(|spec| spec.access_modes.as_ref());
        if backend(volume).is_shared() && is_single_node(modes) {
            report(findings, volume.artifact, &format!("the volume `{name}`"));
        }
    }
}

fn report(findings: &mut Findings, artifact: &Artifact, subject: &str) {
    findings
        .at(
            artifact,
            &route!["spec", "accessModes"],
            format!(
                "{subject} is of a shared file system, but only the pods of one node may use it"
            ),
        )
        .help("write `ReadWriteMany`");
}
