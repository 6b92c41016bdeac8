//! A volume is meant for scratch, but Spark cannot know.

use crate::check::bundle::{Mount, Pod, PodVolume, VolumeSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A volume is meant for scratch, but Spark cannot know.
pub const RULE: Rule = Rule {
    code: Code("scratch-not-named"),
    severity: Severity::Error,
    summary: "a volume for scratch is not named spark-local-dir-…, so Spark does not use it",
    page: include_str!("scratch_not_named.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes, dirs) in bundle.local_dirs() {
        if !dirs.mounts.is_empty() {
            continue;
        }
        let listed = dirs.listed.as_ref().map_or(&[][..], |(paths, _)| paths.as_slice());
        for volume in volumes {
            match volume.mounts.iter().find(|mount| listed.contains(&mount.path)) {
                Some(mount) => twice(findings, pod, volume, mount),
                None if listed.is_empty() && is_only_for_scratch(volume) => {
                    unused(findings, pod, volume);
                }
                None => {}
            }
        }
    }
}

/// A claim that comes and goes with the pod keeps nothing; a directory of the RAID array neither.
fn is_only_for_scratch(volume: &PodVolume<'_>) -> bool {
    let is_made_for_pod = match &volume.source {
        VolumeSource::OnDemand { .. } => true,
        VolumeSource::HostPath { path, .. } => path.starts_with("/mnt/k8s-disks"),
        VolumeSource::Claim(_) | VolumeSource::EmptyDir { .. } | VolumeSource::Other => false,
    };
    is_made_for_pod && !volume.mounts.is_empty()
}

const HELP: &str = "name the volume `spark-local-dir-1` and leave `spark.local.dir` away";

fn twice(findings: &mut Findings, pod: &Pod<'_>, volume: &PodVolume<'_>, mount: &Mount<'_>) {
    let message = format!(
        "{} cannot be made: Spark mounts its local directory at `{path}`, where the volume `{}` is mounted already",
        pod.title,
        volume.name,
        path = mount.path,
    );
    findings.at(mount.at.artifact, &mount.at.route, message).help(HELP);
}

fn unused(findings: &mut Findings, pod: &Pod<'_>, volume: &PodVolume<'_>) {
    let message = format!(
        "Spark never spills to the volume `{}` of {}, for its name does not begin with `spark-local-dir-`",
        volume.name, pod.title
    );
    findings
        .at(volume.at.artifact, &volume.at.route, message)
        .severity(Severity::Warning)
        .help(HELP);
}
