//! Spark may not write where it spills.

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
    for (pod, _, dirs) in bundle.local_dirs() {
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
