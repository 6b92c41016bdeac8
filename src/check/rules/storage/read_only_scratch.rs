//! Spark may not write where it spills.

use crate::check::bundle::local_dirs::LocalDirs;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spark may not write where it spills.
pub const RULE: Rule = Rule {
    code: Code("read-only-scratch"),
    severity: Severity::Error,
    summary: "a local directory of Spark's is mounted read-only",
    page: include_str!("read_only_scratch.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        if pod.role.spark().is_none() {
            continue;
        }
        let dirs = LocalDirs::of(volumes, bundle.job_of(pod));
        for (volume, mount) in dirs.mounts.iter().filter(|(_, mount)| mount.read_only) {
            findings
                .at(
                    mount.at.artifact,
                    &mount.at.route,
                    format!("Spark may not write to its local directory `{}`: {} mounts the volume `{}` read-only", mount.path, pod.title, volume.name),
                )
                .help("leave `readOnly` away, or name the volume otherwise than `spark-local-dir-…`");
        }
    }
}
