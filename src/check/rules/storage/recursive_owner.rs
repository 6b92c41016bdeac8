//! Everything on the node's array changes owner.

use crate::check::bundle::volume::{is_within, plain};
use crate::check::bundle::{Pod, PodVolume, VolumeSource, shell};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Everything on the node's array changes owner.
pub const RULE: Rule = Rule {
    code: Code("recursive-owner"),
    severity: Severity::Error,
    summary: "an init container changes owner or mode of everything on the node's array",
    page: include_str!("recursive_owner.md"),
    check,
};

/// Directories of a node with state of the kubelet and of containerd in them: the RAID array that
/// Karpenter makes of the instance store, and where both live without it.
const WITH_STATE: [&str; 3] = [ARRAY, "/var/lib/kubelet", "/var/lib/containerd"];
const ARRAY: &str = "/mnt/k8s-disks/0";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        for index in 0..pod.spec.init_containers.as_ref().map_or(0, Vec::len) {
            if let Some((change, path)) = fault(pod, volumes, index) {
                let route = pod.at.then("initContainers").then(index);
                let name = &pod.spec.init_containers.as_deref().unwrap_or_default()[index].name;
                let when =
                    if is_array(&path) { ", with `instanceStorePolicy: RAID0`," } else { "" };
                let found = findings
                    .at(
                        pod.artifact,
                        &route,
                        format!("the init container `{name}` of {} runs `{change}` on everything in `{path}` of the node, where{when} the kubelet and containerd keep theirs", pod.title),
                    )
                    .help("change the directory alone, without `-R`, and better one of the pod's own");
                if is_array(&path) && !has_array(bundle) {
                    found.severity(Severity::Warning);
                }
            }
        }
    }
}

/// Whether a directory has state in it by the array alone: without, it holds what pods put there.
fn is_array(path: &str) -> bool {
    !WITH_STATE.iter().any(|state| *state != ARRAY && is_within(state, path))
}

fn has_array(bundle: &Bundle<'_>) -> bool {
    let policies = bundle.node_classes.values().map(|class| &class.spec.instance_store_policy);
    policies.into_iter().any(|policy| policy.as_deref() == Some("RAID0"))
}

/// What is changed, and which directory of the node it goes through.
fn fault(pod: &Pod<'_>, volumes: &[PodVolume<'_>], index: usize) -> Option<(String, String)> {
    let init = pod.spec.init_containers.as_ref()?.get(index)?;
    let exposed: Vec<(String, &str)> = init
        .volume_mounts
        .iter()
        .flatten()
        .filter(|mount| mount.sub_path.is_none() && mount.sub_path_expr.is_none())
        .filter_map(|mount| Some((plain(&mount.mount_path), array(volumes, &mount.name)?)))
        .collect();
    shell::commands(init).meant().into_iter().find_map(|command| {
        let change = shell::change(&command).filter(|change| change.recursive)?;
        let through = |path: &String| exposed.iter().find(|(mounted, _)| is_within(mounted, path));
        let (_, host) = change.paths.iter().find_map(through)?;
        Some((command.join(" "), (*host).to_owned()))
    })
}

/// The directory of the node behind a volume, if there is state of the node's own in it.
fn array<'b>(volumes: &'b [PodVolume<'_>], name: &str) -> Option<&'b str> {
    let volume = volumes.iter().find(|volume| volume.name == name)?;
    let VolumeSource::HostPath { path, .. } = &volume.source else { return None };
    WITH_STATE.iter().any(|state| is_within(state, path)).then_some(path)
}
