//! A volume is mounted where EMR has its own.

use crate::check::bundle::volume::is_within;
use crate::check::bundle::{JobSource, Pod};
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

/// The paths that EMR reserves with everything below. Source: EMR on EKS guide, pod templates.
const RESERVED: [&str; 6] = [
    "/home/hadoop",
    "/mnt",
    "/tmp",
    "/var/log/fluentd",
    "/var/log/spark/apps",
    "/var/log/spark/user",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let Some(severity) = severity(bundle, pod) else { continue };
        for mount in volumes.iter().flat_map(|volume| &volume.mounts) {
            let Some(reserved) = RESERVED.iter().find(|path| is_within(&mount.path, path)) else {
                continue;
            };
            let message = match severity {
                Severity::Error => {
                    format!("EMR refuses {}: `{reserved}` and what is below are its own", pod.title)
                }
                Severity::Note | Severity::Warning => format!(
                    "EMR would refuse {}: `{reserved}` and what is below are its own",
                    pod.title
                ),
            };
            findings
                .at(mount.at.artifact, &mount.at.route, message)
                .severity(severity)
                .help("mount it elsewhere, for example at `/data1`");
        }
    }
}

/// A template that no request names may be for another Spark than EMR's.
fn severity(bundle: &Bundle<'_>, pod: &Pod<'_>) -> Option<Severity> {
    pod.role.spark()?;
    match bundle.job_of(pod).map(|job| job.source) {
        Some(JobSource::StartJobRun | JobSource::JobTemplate) => Some(Severity::Error),
        Some(JobSource::SparkApplication) => None,
        None => Some(Severity::Warning),
    }
}
