//! A job waits for a file system that takes as long to make as it may wait.

use crate::check::bundle::lustre::of_class;
use crate::check::bundle::storage::class_name;
use crate::check::bundle::{JobSource, Pod, PodVolume, Role, VolumeSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job waits for a file system that takes as long to make as it may wait.
pub const RULE: Rule = Rule {
    code: Code("file-system-at-job-start"),
    severity: Severity::Warning,
    summary: "a Lustre file system is made when a job starts, which takes minutes",
    page: include_str!("file_system_at_job_start.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let Some(job) = bundle.job_of(pod) else { continue };
        for volume in volumes {
            let Some(fault) = fault(bundle, pod, volume) else { continue };
            let patience = if job.source == JobSource::SparkApplication {
                "several minutes"
            } else {
                "up to 15 minutes, and EMR ends a job that has not started by then"
            };
            findings
                .at(
                    volume.at.artifact,
                    &volume.at.route,
                    format!("{fault}, which takes {patience}"),
                )
                .help("claim it before the job starts, of a class with `volumeBindingMode: Immediate`, and let all pods of the job share it");
        }
    }
}

fn fault<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, volume: &PodVolume<'a>) -> Option<String> {
    match &volume.source {
        VolumeSource::OnDemand { class: Some(class), .. } => {
            of_class(bundle, class)?;
            let who = if pod.role == Role::Executor { "each executor" } else { "the driver" };
            Some(format!(
                "{who} of the job has a Lustre file system of its own made, of the class `{class}`"
            ))
        }
        VolumeSource::Claim(name) => {
            let claim = bundle.claim(pod, name)?;
            let spec = claim.spec.as_ref().filter(|spec| spec.volume_name.is_none());
            let class =
                spec.and(class_name(claim)).and_then(|class| bundle.storage_classes.get(class))?;
            of_class(bundle, class.metadata.name.as_deref()?)?;
            let waits = class.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer");
            waits.then(|| {
                format!(
                    "the file system of the claim `{name}` is made only when {} is there",
                    pod.title
                )
            })
        }
        VolumeSource::OnDemand { class: None, .. }
        | VolumeSource::HostPath { .. }
        | VolumeSource::EmptyDir { .. }
        | VolumeSource::Other => None,
    }
}
