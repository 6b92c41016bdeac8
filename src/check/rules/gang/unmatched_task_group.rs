//! A task group that nobody takes the places of, or that nobody defines.

use std::collections::BTreeSet;

use crate::check::bundle::{Gang, TASK_GROUP_NAME, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A task group that nobody takes the places of, or that nobody defines.
pub const RULE: Rule = Rule {
    code: Code("unmatched-task-group"),
    severity: Severity::Error,
    summary: "a pod names a task group that its gang lacks, or no pod names one that its gang has",
    page: include_str!("unmatched_task_group.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for gang in bundle.gangs() {
        undefined(bundle, &gang, findings);
        if gang.is_whole(bundle) {
            unused(bundle, &gang, findings);
        }
    }
}

/// Pods that name a group which is not there.
fn undefined(bundle: &Bundle<'_>, gang: &Gang<'_, '_>, findings: &mut Findings) {
    let names: BTreeSet<&str> = gang.groups.iter().map(|(_, group)| group.name.as_str()).collect();
    for pod in gang.members().iter().map(|index| &bundle.pods[*index]) {
        let Some(name) = pod.annotations.get(TASK_GROUP_NAME) else { continue };
        if names.contains(name.as_str()) {
            continue;
        }
        let at = pod.place_of_annotation(TASK_GROUP_NAME, &bundle.jobs);
        let message =
            format!("{} names the task group `{name}`, which its gang does not have", pod.title);
        findings
            .at(at.artifact, &at.route, message)
            .help(format!("the groups are {}", words::both(&names)));
    }
}

/// Groups that no pod names.
fn unused(bundle: &Bundle<'_>, gang: &Gang<'_, '_>, findings: &mut Findings) {
    for (index, group) in &gang.groups {
        if gang.members_of(bundle, group).is_empty() {
            let at = bundle.pods[*index].place();
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "no pod takes the places of the task group `{}`: neither the driver nor the executors name it",
                        group.name
                    ),
                )
                .help(format!("annotate the pods that are meant with `{TASK_GROUP_NAME}: {}`", group.name));
        }
    }
}
