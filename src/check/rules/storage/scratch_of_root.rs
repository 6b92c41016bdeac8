//! A host path for scratch belongs to root, and Spark does not.

use crate::check::bundle::init::user;
use crate::check::bundle::local_dirs::LocalDirs;
use crate::check::bundle::{Pod, PodVolume, Pool, VolumeSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A host path for scratch belongs to root, and Spark does not.
pub const RULE: Rule = Rule {
    code: Code("scratch-of-root"),
    severity: Severity::Warning,
    summary: "a directory of the node is used for scratch, and no init container hands it to the image's user",
    page: include_str!("scratch_of_root.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, (pod, volumes)) in bundle.pods_with_volumes().enumerate() {
        let Some((job, role)) = bundle.job_of(pod).zip(pod.role.spark()) else { continue };
        let Some(user) = user(job, role).filter(|_| !runs_as_root(pod)) else { continue };
        if may_be_handed_over(bundle, index) {
            continue;
        }
        let dirs = LocalDirs::of(volumes, Some(job));
        for (_, mount) in dirs.mounts.iter().filter(|(volume, _)| is_of_root(pod, volume)) {
            findings
                .at(
                    mount.at.artifact,
                    &mount.at.route,
                    format!(
                        "{} spills to `{}`, a directory of the node that belongs to root, and nobody hands it to {}",
                        pod.title, mount.path, user.spelling
                    ),
                )
                .help(format!(
                    "add an init container that runs `chown {} {}`, or take an `emptyDir`; `fsGroup` does nothing for a host path",
                    user.spelling, mount.path
                ));
        }
    }
}

/// Whether a volume is a host path that no init container has to do with.
fn is_of_root(pod: &Pod<'_>, volume: &PodVolume<'_>) -> bool {
    let mut inits = pod.spec.init_containers.iter().flatten();
    let is_seen = inits
        .any(|init| init.volume_mounts.iter().flatten().any(|mount| mount.name == volume.name));
    matches!(volume.source, VolumeSource::HostPath { .. }) && !is_seen
}

/// Whether user data of a node that the pod may land on could change owners. Nodes that are not
/// among the documents may do anything.
fn may_be_handed_over(bundle: &Bundle<'_>, pod: usize) -> bool {
    let mut open = bundle.placement(pod).open(&bundle.pools).map(|(pool, _)| pool).peekable();
    let has_user_data =
        |pool: &Pool<'_>| pool.class.as_ref().is_none_or(|class| class.spec.user_data.is_some());
    open.peek().is_none() || open.any(has_user_data)
}

fn runs_as_root(pod: &Pod<'_>) -> bool {
    let of_pod = pod.spec.security_context.as_ref().and_then(|it| it.run_as_user);
    let own = pod.main_container().and_then(|it| it.security_context.as_ref()?.run_as_user);
    own.or(of_pod) == Some(0)
}
