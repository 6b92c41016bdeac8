//! The scratch directory is handed to someone else.

use crate::check::bundle::VolumeSource;
use crate::check::bundle::init::{prepared, user};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The scratch directory is handed to someone else.
pub const RULE: Rule = Rule {
    code: Code("wrong-scratch-owner"),
    severity: Severity::Warning,
    summary: "an init container hands the scratch directory to another user than the image's",
    page: include_str!("wrong_scratch_owner.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let job = bundle.job_of(pod).zip(pod.role.spark());
        let Some(user) = job.and_then(|(job, role)| user(job, role)) else { continue };
        for (path, prepared) in prepared(pod, volumes) {
            let (Some(owner), Some(at)) = (&prepared.owner, &prepared.at) else { continue };
            let is_own = user.names.contains(&owner.as_str())
                || prepared.group.as_deref().is_none_or(|group| user.groups.contains(&group));
            // What mode allows or forbids, another rule judges; an emptyDir is everyone's.
            let is_open = prepared.mode.is_some()
                || volumes.iter().any(|volume| {
                    matches!(volume.source, VolumeSource::EmptyDir { .. })
                        && volume.mounts.iter().any(|mount| mount.path == path)
                });
            if is_own || is_open {
                continue;
            }
            let group = prepared.group.as_deref().unwrap_or_default();
            findings
                .at(
                    pod.artifact,
                    at,
                    format!(
                        "`{path}` of {} goes to the user {owner}:{group}, but the image runs as {}",
                        pod.title, user.spelling
                    ),
                )
                .help(format!("`chown {} {path}`", user.spelling));
        }
    }
}
