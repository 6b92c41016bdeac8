//! A disk of one node is claimed for many.

use k8s_openapi::api::core::v1::PersistentVolumeClaim;

use crate::check::bundle::Backend;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A disk of one node is claimed for many.
pub const RULE: Rule = Rule {
    code: Code("many-writers-of-one-disk"),
    severity: Severity::Error,
    summary: "a claim asks EBS for a file system that pods of many nodes write to",
    page: include_str!("many_writers_of_one_disk.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for ((_, name), claim) in &bundle.claims {
        let Some(index) = shared_mode(claim) else { continue };
        // A volume that is there may be mounted by whoever knows what is on it.
        let is_made = claim.spec.as_ref().is_some_and(|spec| spec.volume_name.is_none());
        if !is_made || bundle.backend_of(claim) != Some(Backend::Ebs) {
            continue;
        }
        findings
            .at(
                claim.artifact,
                &route!["spec", "accessModes", index],
                format!("the claim `{name}` stays pending: an EBS volume has a file system for the pods of one node only"),
            )
            .help("write `ReadWriteOnce`, or take a class of FSx for Lustre or EFS; in a spec: `lustre` storage");
    }
}

/// The access mode of a file system that many nodes write to.
fn shared_mode(claim: &PersistentVolumeClaim) -> Option<usize> {
    let spec = claim.spec.as_ref()?;
    if spec.volume_mode.as_deref() == Some("Block") {
        return None;
    }
    spec.access_modes.iter().flatten().position(|mode| mode == "ReadWriteMany")
}
