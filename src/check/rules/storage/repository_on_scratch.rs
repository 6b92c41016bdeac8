//! Spill files go to S3.

use serde_json::Value;

use crate::check::bundle::terraform;
use crate::check::bundle::volume::{is_within, plain};
use crate::check::bundle::{Backend, Pod, PodVolume, VolumeSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spill files go to S3.
pub const RULE: Rule = Rule {
    code: Code("repository-on-scratch"),
    severity: Severity::Warning,
    summary: "the directory of a Lustre file system that is exported to S3 is used as scratch",
    page: include_str!("repository_on_scratch.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let links = terraform::resources(bundle.artifacts, "aws_fsx_data_repository_association");
    let mut links = links
        .filter(|link| link.blocks("s3").iter().any(|s3| s3.contains_key("auto_export_policy")));
    let systems = terraform::resources(bundle.artifacts, "aws_fsx_lustre_file_system").count();
    // Which of several file systems a volume is, only its handle says.
    let (Some(link), None, 1) = (links.next(), links.next(), systems) else { return };
    let Some(linked) = link.body.get("file_system_path").and_then(Value::as_str).map(plain) else {
        return;
    };
    for (pod, volumes) in bundle.pods_with_volumes() {
        for volume in
            volumes.iter().filter(|volume| volume.is_scratch() && is_static(bundle, pod, volume))
        {
            for mount in &volume.mounts {
                let below = mount.sub_path.as_deref().unwrap_or_default();
                let used = plain(&format!("/{}", below.trim_start_matches('/')));
                if is_within(&used, &linked) || is_within(&linked, &used) {
                    findings
                        .at(
                            mount.at.artifact,
                            &mount.at.route,
                            format!("{} spills to `{used}` of the file system, and `{linked}` there is exported to S3: every spill file, and every deletion", pod.title),
                        )
                        .help("mount a directory beside the linked one: `subPath: scratch`")
                        .related(link.artifact, &link.route, "the link with S3");
                }
            }
        }
    }
}

fn is_static<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, volume: &PodVolume<'a>) -> bool {
    let VolumeSource::Claim(name) = &volume.source else { return false };
    let Some(claim) = bundle.claim(pod, name) else { return false };
    let named = claim.spec.as_ref().is_some_and(|spec| spec.volume_name.is_some());
    named && bundle.backend_of(claim) == Some(Backend::Lustre)
}
