//! A place of a gang that is not the size of the pod that takes it.

use crate::check::bundle::{Pod, TaskGroup, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{LOG_SIDECAR_CAUTIOUS_MIB, LOG_SIDECAR_MIB, MIB, Resources};

/// A place of a gang that is not the size of the pod that takes it.
pub const RULE: Rule = Rule {
    code: Code("gang-resources"),
    severity: Severity::Warning,
    summary: "a place of a gang is smaller than the pod that is to take it, or much larger",
    page: include_str!("gang_resources.md"),
    check,
};

/// What a place may have above the pod's request before it is worth a word, in per cent.
const SPARE: u64 = 25;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for gang in bundle.gangs() {
        for (index, group) in &gang.groups {
            for member in gang.members_of(bundle, group) {
                let pod = &bundle.pods[member];
                let Some(request) = pod.request(&bundle.jobs).map(|it| it.total) else { continue };
                judge(bundle, &bundle.pods[*index], group, (pod, &request), findings);
            }
        }
    }
}

fn judge(
    bundle: &Bundle<'_>,
    placeholder: &Pod<'_>,
    group: &TaskGroup,
    (pod, request): (&Pod<'_>, &Resources),
    findings: &mut Findings,
) {
    let at = placeholder.place();
    let lacks = request.less(&group.each);
    let what = said(&lacks, request);
    if !what.is_empty() {
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "the place that the gang holds for {} is too small for {what}: YuniKorn gives it up",
                    pod.title
                ),
            )
            .help(format!("let `minResource` of `{}` be all that the pod requests, side-cars included", group.name));
        return;
    }
    let spare = group.each.less(&most(bundle, pod, request));
    let what = said(&spare, &group.each);
    if !what.is_empty() {
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "the gang holds {what} for {}, which asks for {}",
                    pod.title,
                    both(request)
                ),
            )
            .severity(Severity::Note)
            .help(format!(
                "let `minResource` of `{}` be what the pod requests, side-cars included",
                group.name
            ));
    }
}

/// The most that a pod can ask for and still be said to fill its place: EMR states the memory of
/// its log side-car in two ways.
fn most(bundle: &Bundle<'_>, pod: &Pod<'_>, request: &Resources) -> Resources {
    let has_sidecar = bundle.job_of(pod).is_some_and(crate::check::bundle::Job::writes_logs);
    let more = if has_sidecar { (LOG_SIDECAR_CAUTIOUS_MIB - LOG_SIDECAR_MIB) * MIB } else { 0 };
    let spare = |amount: u64| amount.saturating_add(amount / 100 * SPARE);
    Resources {
        cpu_millis: spare(request.cpu_millis),
        memory_bytes: spare(request.memory_bytes.saturating_add(more)),
        ephemeral_bytes: u64::MAX,
        pods: request.pods,
    }
}

/// Of some amounts those that another tells to be concerned, in words.
fn said(concerned: &Resources, amounts: &Resources) -> String {
    let mut parts = Vec::new();
    if concerned.cpu_millis > 0 {
        parts.push(words::cpu(amounts.cpu_millis));
    }
    if concerned.memory_bytes > 0 {
        parts.push(format!("{} of memory", words::memory(amounts.memory_bytes)));
    }
    if concerned.ephemeral_bytes > 0 {
        parts.push(format!("{} of ephemeral storage", words::memory(amounts.ephemeral_bytes)));
    }
    words::series(&parts, "and")
}

fn both(request: &Resources) -> String {
    format!("{} and {}", words::cpu(request.cpu_millis), words::memory(request.memory_bytes))
}
