//! A volume that is there is of a class that makes new ones.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A volume that is there is of a class that makes new ones.
pub const RULE: Rule = Rule {
    code: Code("static-volume-in-provisioning-class"),
    severity: Severity::Warning,
    summary: "a static volume is of a StorageClass that makes volumes",
    page: include_str!("static_volume_in_provisioning_class.md"),
    check,
};

/// The provisioner of classes that make nothing.
const NONE: &str = "kubernetes.io/no-provisioner";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for volume in bundle.volumes.values() {
        let name = volume.spec.as_ref().and_then(|spec| spec.storage_class_name.as_deref());
        let Some(class) = name.and_then(|name| bundle.storage_classes.get(name)) else { continue };
        if class.provisioner == NONE {
            continue;
        }
        let volume_name = volume.metadata.name.as_deref().unwrap_or_default();
        findings
            .at(
                volume.artifact,
                &route!["spec", "storageClassName"],
                format!(
                    "the volume `{volume_name}` is of the class `{}`, which makes a new one for every claim that does not find it",
                    name.unwrap_or_default()
                ),
            )
            .help("write `storageClassName: \"\"` in the volume and in its claim")
            .related(class.artifact, &route!["provisioner"], "the class");
    }
}
