//! Volumes that outlive the pods they were made for.

use crate::check::bundle::VolumeSource;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Volumes that outlive the pods they were made for.
pub const RULE: Rule = Rule {
    code: Code("leaked-volume"),
    severity: Severity::Warning,
    summary: "volumes that Spark makes for each pod are of a class that keeps them",
    page: include_str!("leaked_volume.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        for volume in volumes {
            let VolumeSource::OnDemand { class: Some(name), .. } = &volume.source else { continue };
            let Some(class) = bundle.storage_classes.get(name) else { continue };
            if class.reclaim_policy.as_deref() != Some("Retain") {
                continue;
            }
            findings
                .at(
                    volume.at.artifact,
                    &volume.at.route,
                    format!("the volume `{}` of {} is made anew for each pod, and the class `{name}` keeps every one of them for ever", volume.name, pod.title),
                )
                .help("take a class with `reclaimPolicy: Delete`")
                .related(class.artifact, &route!["reclaimPolicy"], "the class keeps volumes");
        }
    }
}
