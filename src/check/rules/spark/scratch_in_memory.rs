//! Shuffle files lie in memory that nobody asked for.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Shuffle files lie in memory that nobody asked for.
pub const RULE: Rule = Rule {
    code: Code("scratch-in-memory"),
    severity: Severity::Warning,
    summary: "local directories in memory, without overhead that they fit in",
    page: include_str!("scratch_in_memory.md"),
    check,
};

/// Any of these may have been raised for the purpose.
const OVERHEAD: [&str; 4] = [
    "spark.executor.memoryOverhead",
    "spark.executor.memoryOverheadFactor",
    "spark.kubernetes.memoryOverheadFactor",
    "spark.executor.minMemoryOverhead",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        let tmpfs = job.conf.setting("spark.kubernetes.local.dirs.tmpfs");
        let Some(tmpfs) = tmpfs.filter(|it| it.value.trim() == "true") else { continue };
        if OVERHEAD.iter().any(|key| job.conf.get(key).is_some()) {
            continue;
        }
        findings
            .at(
                job.artifact,
                &tmpfs.route,
                format!("{} keeps its shuffle files in memory, without memory for them", job.title()),
            )
            .help("raise `spark.executor.memoryOverhead` by what a job may spill, or use a volume: files in memory count against the pod's limit");
    }
}
