//! Shuffle files are to be found again on claims that nobody hands on.

use crate::check::bundle::{Job, PodVolume, Role, VolumeSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// Shuffle files are to be found again on claims that nobody hands on.
pub const RULE: Rule = Rule {
    code: Code("shuffle-recovery-without-claims"),
    severity: Severity::Warning,
    summary: "shuffle files are to be recovered from claims, but executors have none that are handed on",
    page: include_str!("shuffle_recovery_without_claims.md"),
    check,
};

const PLUGIN: &str = "spark.shuffle.sort.io.plugin.class";
const CLASS: &str = "KubernetesLocalDiskShuffleDataIO";
const HAND_ON: [&str; 2] = [
    "spark.kubernetes.driver.ownPersistentVolumeClaim",
    "spark.kubernetes.driver.reusePersistentVolumeClaim",
];
/// The first release that hands claims on unless told otherwise.
const HANDS_ON: MinorVersion = MinorVersion::new(3, 4);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let runs = bundle.jobs.iter().enumerate().map(|(index, job)| (job, Some(index)));
    for (job, index) in runs.chain(bundle.endpoints.iter().map(|it| (it, None))) {
        let Some(plugin) = job.conf.setting(PLUGIN).filter(|it| it.value.contains(CLASS)) else {
            continue;
        };
        let (fault, help) = if let Some(key) = HAND_ON.iter().find(|key| is_off(job, key)) {
            (
                "no claim of a lost executor is handed on".to_owned(),
                format!("set `{key}` to `true`"),
            )
        } else if index.is_some_and(|index| lacks_claims(bundle, index)) {
            (
                "executors have no claim of their own for their local directories".to_owned(),
                "give executors a claim `OnDemand` by the name `spark-local-dir-1`".to_owned(),
            )
        } else {
            continue;
        };
        findings
            .at(
                job.artifact,
                &plugin.route,
                format!(
                    "{} is to find shuffle files of lost executors again, but {fault}",
                    job.title()
                ),
            )
            .help(help);
    }
}

fn is_off(job: &Job<'_>, key: &str) -> bool {
    match job.conf.get(key) {
        Some(value) => value.trim() == "false",
        None => job.known_spark().is_some_and(|spark| spark < HANDS_ON),
    }
}

/// Whether all volumes of the executors are known, and none is a claim for scratch.
fn lacks_claims(bundle: &Bundle<'_>, index: usize) -> bool {
    let job = &bundle.jobs[index];
    let is_elsewhere = job.names_template(Role::Executor) && job.executor_template.is_none();
    let Some(pod) = bundle.pod_of(index, Role::Executor).filter(|_| !is_elsewhere) else {
        return false;
    };
    let is_claim = |volume: &PodVolume<'_>| {
        volume.is_scratch() && matches!(volume.source, VolumeSource::OnDemand { .. })
    };
    !bundle.pod_volumes(pod).iter().any(is_claim)
}
