//! The mode of the scratch directory keeps the job out.

use crate::check::bundle::init::{Prepared, User, prepared, user};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The mode of the scratch directory keeps the job out.
pub const RULE: Rule = Rule {
    code: Code("scratch-not-enterable"),
    severity: Severity::Warning,
    summary: "an init container gives the scratch directory a mode in which the job cannot use it",
    page: include_str!("scratch_not_enterable.md"),
    check,
};

/// Permission to write and to enter.
const WRITE_AND_ENTER: u32 = 0o3;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let job = bundle.job_of(pod).zip(pod.role.spark());
        let Some(user) = job.and_then(|(job, role)| user(job, role)) else { continue };
        for (path, prepared) in prepared(pod, volumes) {
            let Some(mode) = prepared.mode.filter(|_| !can_use(&prepared, user)) else { continue };
            let Some(at) = &prepared.at else { continue };
            findings
                .at(
                    pod.artifact,
                    at,
                    format!("`{path}` of {} gets the mode {mode:03o}, in which the user of the image, {}, can not create files there", pod.title, user.spelling),
                )
                .help(format!("`chown {} {path}` and give the owner all rights: `chmod 0770 {path}`", user.spelling));
        }
    }
}

/// Whether some of the bits let the user in. An owner or a group that nobody set may be its own by
/// way of `fsGroup`, except that an owner must be set to be sure of.
fn can_use(prepared: &Prepared, user: User) -> bool {
    let Some(mode) = prepared.mode else { return true };
    let allows = |bits: u32| bits & WRITE_AND_ENTER == WRITE_AND_ENTER;
    let is_owner = prepared.owner.as_deref().is_some_and(|owner| user.names.contains(&owner));
    let in_group = prepared.group.as_deref().is_none_or(|group| user.groups.contains(&group));
    (is_owner && allows(mode >> 6)) || (in_group && allows(mode >> 3)) || allows(mode)
}
