//! A volume says another size than its file system can have.

use k8s_openapi::api::core::v1::PersistentVolume;

use crate::catalog::fsx::{Deployment, Storage};
use crate::check::bundle::lustre::{Said, file_systems};
use crate::check::bundle::storage::{backend, gibibytes};
use crate::check::bundle::{Backend, View};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A volume says another size than its file system can have.
pub const RULE: Rule = Rule {
    code: Code("volume-size-mismatch"),
    severity: Severity::Warning,
    summary: "a static volume says another size than its Lustre file system has",
    page: include_str!("volume_size_mismatch.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let lustre = |volume: &&View<'_, PersistentVolume>| backend(volume) == Backend::Lustre;
    let volumes: Vec<_> = bundle.volumes.values().filter(lustre).collect();
    let made = file_systems(bundle);
    let mut made = made.iter().filter_map(|system| match &system.gib {
        Said::This(text, at) => Some((text.parse::<u64>().ok()?, at)),
        Said::Nothing | Said::Unknown => None,
    });
    // Which of several file systems a volume is, only its handle says, and that is not known yet.
    let only = made.next().filter(|_| made.next().is_none() && volumes.len() == 1);
    for volume in volumes {
        let Some((written, gib)) = capacity(volume) else { continue };
        let name = volume.metadata.name.as_deref().unwrap_or_default();
        let route = route!["spec", "capacity", "storage"];
        if let Some((real, at)) = only.filter(|(real, _)| *real != gib) {
            let message =
                format!("the volume `{name}` says {written}, and its file system has {real} GiB");
            findings
                .at(volume.artifact, &route, message)
                .help(format!("write `{real}Gi`"))
                .related(at.artifact, &at.route, "the file system");
        } else if only.is_none() && !is_possible(gib) {
            let message = format!(
                "the volume `{name}` says {written}, a size that no Lustre file system has"
            );
            findings.at(volume.artifact, &route, message).help(
                "write the size of the file system; those of SSD are 1200, 2400, 4800, 7200 GiB and so on",
            );
        }
    }
}

fn capacity(volume: &PersistentVolume) -> Option<(String, u64)> {
    let written = volume.spec.as_ref()?.capacity.as_ref()?.get("storage")?;
    Some((written.0.clone(), gibibytes(&written.0)?))
}

/// Whether a file system of any type, on any disks, can have this size.
fn is_possible(gib: u64) -> bool {
    Deployment::ALL.iter().any(|(_, deployment)| {
        let can = |storage, throughput| {
            deployment.can_have(storage) && deployment.can_hold(storage, throughput, gib)
        };
        can(Storage::Ssd, None) || can(Storage::Hdd, Some(12)) || can(Storage::Hdd, Some(40))
    })
}
