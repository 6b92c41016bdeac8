//! Scratch that the scheduler does not know of.

use k8s_openapi::api::core::v1::Container;

use crate::check::bundle::VolumeSource;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Scratch that the scheduler does not know of.
pub const RULE: Rule = Rule {
    code: Code("unrequested-scratch"),
    severity: Severity::Note,
    summary: "scratch lies on the node's disk, and nothing is requested of it",
    page: include_str!("unrequested_scratch.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        // The pods of an application have no field for it.
        let Some(main) = pod.main_container().filter(|main| !asks(main)) else { continue };
        let on_node = |source: &VolumeSource| {
            matches!(source, VolumeSource::EmptyDir { in_memory: false, limited: false })
        };
        let scratch = volumes.iter().find(|volume| volume.is_scratch() && on_node(&volume.source));
        let Some(volume) = scratch.filter(|volume| !volume.mounts.is_empty()) else { continue };
        findings
            .at(
                volume.at.artifact,
                &volume.at.route,
                format!("nobody reckons with what {} spills to `{}`, until the disk is full and the kubelet evicts pods", pod.title, volume.name),
            )
            .help(format!("let the container `{}` request `ephemeral-storage`, or write a `sizeLimit`; in a spec: `scratch: {{ node: 50Gi }}`", main.name));
    }
}

fn asks(container: &Container) -> bool {
    let Some(resources) = &container.resources else { return false };
    let maps = [&resources.requests, &resources.limits];
    maps.into_iter().flatten().any(|map| map.contains_key("ephemeral-storage"))
}
