//! A volume is mounted where EMR has its own.

use std::collections::BTreeSet;

use crate::catalog::emr::RESERVED_PATHS;
use crate::check::bundle::local_dirs::LocalDirs;
use crate::check::bundle::volume::is_within;
use crate::check::bundle::{Job, JobSource, Mount, Pod, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A volume is mounted where EMR has its own.
pub const RULE: Rule = Rule {
    code: Code("reserved-mount-path"),
    severity: Severity::Error,
    summary: "a volume is mounted at a path that EMR reserves",
    page: include_str!("reserved_mount_path.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for (pod, volumes) in bundle.pods_with_volumes() {
        let Some(severity) = severity(bundle, pod) else { continue };
        for mount in volumes.iter().flat_map(|volume| &volume.mounts) {
            if let Some(reserved) = reserved(&mount.path) {
                of_mount(findings, pod, mount, reserved, severity);
            }
        }
        let (dirs, job) = (LocalDirs::of(volumes, bundle.job_of(pod)), bundle.job_of(pod));
        let Some((paths, setting)) = dirs.listed.filter(|_| dirs.mounts.is_empty()) else {
            continue;
        };
        let path = paths.iter().find_map(|path| reserved(path));
        let (Some(reserved), Some(job)) = (path, job) else { continue };
        // The same is true of driver and executors, and is said once.
        if told.insert(pod.job) {
            of_local_dir(findings, job, setting, reserved);
        }
    }
}

/// The reserved path that is or holds another.
fn reserved(path: &str) -> Option<&'static str> {
    RESERVED_PATHS.into_iter().find(|reserved| is_within(path, reserved))
}

fn of_mount(
    findings: &mut Findings,
    pod: &Pod<'_>,
    mount: &Mount<'_>,
    reserved: &str,
    severity: Severity,
) {
    let refuses = match severity {
        Severity::Error => "refuses",
        Severity::Note | Severity::Warning => "would refuse",
    };
    findings
        .at(
            mount.at.artifact,
            &mount.at.route,
            format!("EMR {refuses} {}: `{reserved}` and what is below are its own", pod.title),
        )
        .severity(severity)
        .help("mount it elsewhere, for example at `/data1`");
}

/// What Spark mounts for `spark.local.dir`, EMR may not see.
fn of_local_dir(findings: &mut Findings, job: &Job<'_>, setting: &Setting, reserved: &str) {
    findings
        .at(
            job.artifact,
            &setting.route,
            format!("the local directory `{}` of {} is in EMR's way: `{reserved}` and what is below are its own", setting.value, job.title()),
        )
        .severity(Severity::Warning)
        .help("leave it away, or name a path of your own, such as `/data1`: Spark mounts a directory there");
}

/// A template that no request names may be for another Spark than EMR's.
fn severity(bundle: &Bundle<'_>, pod: &Pod<'_>) -> Option<Severity> {
    pod.role.spark()?;
    match bundle.job_of(pod).map(|job| job.source) {
        Some(JobSource::StartJobRun | JobSource::JobTemplate | JobSource::Endpoint) => {
            Some(Severity::Error)
        }
        Some(JobSource::SparkApplication) => None,
        None => Some(Severity::Warning),
    }
}
