//! All pods of a node spill into one directory.

use crate::check::bundle::VolumeSource;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// All pods of a node spill into one directory.
pub const RULE: Rule = Rule {
    code: Code("shared-host-path"),
    severity: Severity::Warning,
    summary: "a directory of the node is scratch for all its pods together",
    page: include_str!("shared_host_path.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        for volume in volumes.iter().filter(|volume| volume.is_scratch()) {
            let VolumeSource::HostPath { path, .. } = &volume.source else { continue };
            let whole = volume.mounts.iter().any(|mount| mount.sub_path.is_none());
            if pod.role.spark().is_none() || !whole {
                continue;
            }
            findings
                .at(
                    volume.at.artifact,
                    &volume.at.route,
                    format!("{} shares `{path}` with every pod of its node: all read each other's shuffle, nothing cleans it, and no limit holds", pod.title),
                )
                .help("take an `emptyDir`, which lies on the same disk, or give each pod a directory of its own by `subPathExpr: $(POD_NAME)`; in a spec: `scratch: node` of the job");
        }
    }
}
