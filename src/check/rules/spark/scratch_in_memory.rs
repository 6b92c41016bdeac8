//! Shuffle files lie in memory that nobody asked for.

use crate::check::bundle::{Job, PodVolume, Role};
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
    let runs = bundle.jobs.iter().enumerate().map(|(index, job)| (job, volume(bundle, index)));
    // What the executors of an endpoint mount follows from its configuration alone, if it names no
    // template.
    let kernels = bundle.endpoints.iter().filter(|it| !may_mount(it)).map(|it| (it, None));
    for (job, volume) in runs.chain(kernels) {
        let tmpfs = job.conf.setting("spark.kubernetes.local.dirs.tmpfs");
        let Some(tmpfs) = tmpfs.filter(|it| it.value.trim() == "true") else { continue };
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

/// The volume that executors spill to.
fn volume<'b, 'a>(bundle: &'b Bundle<'a>, index: usize) -> Option<&'b PodVolume<'a>> {
    let pod = bundle.pod_of(index, Role::Executor)?;
    bundle.pod_volumes(pod).iter().find(|it| it.is_scratch() && !it.mounts.is_empty())
}

fn may_mount(endpoint: &Job<'_>) -> bool {
    let volumes = "spark.kubernetes.executor.volumes.";
    endpoint.names_template(Role::Executor) || endpoint.conf.under(volumes).next().is_some()
}
