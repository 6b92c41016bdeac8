//! A volume is to be recycled by a driver that cannot.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A volume is to be recycled by a driver that cannot.
pub const RULE: Rule = Rule {
    code: Code("recycled-volume"),
    severity: Severity::Error,
    summary: "a volume that nobody can recycle has the reclaim policy Recycle",
    page: include_str!("recycled_volume.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for volume in bundle.volumes.values() {
        let Some(spec) = &volume.spec else { continue };
        // Kubernetes recycles these two, and nothing else.
        let can_be = spec.nfs.is_some() || spec.host_path.is_some();
        if spec.persistent_volume_reclaim_policy.as_deref() != Some("Recycle") || can_be {
            continue;
        }
        let name = volume.metadata.name.as_deref().unwrap_or_default();
        let driver =
            spec.csi.as_ref().map_or_else(String::new, |csi| format!(" of `{}`", csi.driver));
        findings
            .at(
                volume.artifact,
                &route!["spec", "persistentVolumeReclaimPolicy"],
                format!("nobody can recycle the volume `{name}`{driver}: once released it has failed, and never binds again"),
            )
            .help("write `Retain`, which keeps the volume and its files");
    }
}
