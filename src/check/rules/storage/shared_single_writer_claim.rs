//! A claim for one node is used from several.

use std::collections::BTreeSet;

use crate::check::bundle::storage::is_single_node;
use crate::check::bundle::{ClaimName, Pod, PodVolume, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A claim for one node is used from several.
pub const RULE: Rule = Rule {
    code: Code("shared-single-writer-claim"),
    severity: Severity::Error,
    summary: "a ReadWriteOnce claim is used by several executors or several jobs",
    page: include_str!("shared_single_writer_claim.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for name in bundle.used_claims() {
        let claim = &bundle.claims[name];
        let modes = claim.spec.as_ref().and_then(|spec| spec.access_modes.as_ref());
        if !is_single_node(modes) {
            continue;
        }
        let many = bundle.users(name).find(|(pod, _)| executors(bundle, pod).is_some());
        match many {
            Some((pod, volume)) => of_executors(bundle, findings, name, pod, volume),
            None => of_jobs(bundle, findings, name),
        }
    }
}

/// How many executors such a pod stands for, in words, if more than one.
fn executors(bundle: &Bundle<'_>, pod: &Pod<'_>) -> Option<String> {
    let job = bundle.job_of(pod).filter(|_| pod.role == Role::Executor)?;
    match job.executors()?.max {
        None => Some("any number of".to_owned()),
        Some(0 | 1) => None,
        Some(most) => Some(format!("up to {most}")),
    }
}

fn of_executors<'a>(
    bundle: &Bundle<'a>,
    findings: &mut Findings,
    (_, name): &ClaimName,
    pod: &Pod<'a>,
    volume: &PodVolume<'a>,
) {
    let count = executors(bundle, pod).unwrap_or_default();
    let job = bundle.job_of(pod).map_or("", |job| job.name.as_str());
    findings
        .at(
            volume.at.artifact,
            &volume.at.route,
            format!("{count} executors of job `{job}` mount the claim `{name}`, which only the pods of one node may use"),
        )
        .help("let each have a claim of its own (`OnDemand`), or take a `ReadWriteMany` file system; in a spec: `scratch: { storage: …, size: … }`");
}

fn of_jobs(bundle: &Bundle<'_>, findings: &mut Findings, claim: &ClaimName) {
    let jobs: BTreeSet<&str> = bundle
        .users(claim)
        .filter_map(|(pod, _)| Some(bundle.job_of(pod)?.name.as_str()))
        .collect();
    let last = bundle.users(claim).last().filter(|_| jobs.len() > 1);
    let Some((_, volume)) = last else { return };
    findings
        .at(
            volume.at.artifact,
            &volume.at.route,
            format!(
                "the claim `{}` is used by the jobs {}: while one runs, the others wait for its node",
                claim.1,
                words::both(&jobs)
            ),
        )
        .severity(Severity::Warning)
        .help("give each job a claim of its own, or take a `ReadWriteMany` file system");
}
