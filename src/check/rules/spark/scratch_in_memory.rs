//! Shuffle files lie in memory that nobody asked for.

use crate::check::bundle::Role;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Shuffle files lie in memory that nobody asked for.
pub const RULE: Rule = Rule {
    code: Code("scratch-in-memory"),
    severity: Severity::Warning,
    summary: "local directories in memory without overhead that they fit in, or beside a volume",
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
    for (index, job) in bundle.jobs.iter().enumerate() {
        let tmpfs = job.conf.setting("spark.kubernetes.local.dirs.tmpfs");
        let Some(tmpfs) = tmpfs.filter(|it| it.value.trim() == "true") else { continue };
        let volume = bundle.pod_of(index, Role::Executor).and_then(|pod| {
            bundle.pod_volumes(pod).iter().find(|it| it.is_scratch() && !it.mounts.is_empty())
        });
        let (message, help) = match volume {
            Some(volume) => (
                format!(
                    "the executors of {} spill to the volume `{}`, and not to memory",
                    job.title(),
                    volume.name
                ),
                "leave the key away, or the volume: it is about directories that Spark makes itself",
            ),
            None if OVERHEAD.iter().any(|key| job.conf.get(key).is_some()) => continue,
            None => (
                format!(
                    "{} keeps its shuffle files in memory, without memory for them",
                    job.title()
                ),
                "raise `spark.executor.memoryOverhead` by what a job may spill, or use a volume: files in memory count against the pod's limit",
            ),
        };
        findings.at(job.artifact, &tmpfs.route, message).help(help);
    }
}
