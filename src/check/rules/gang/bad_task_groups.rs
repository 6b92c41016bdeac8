//! An annotation of task groups that YuniKorn refuses.

use crate::check::bundle::{TASK_GROUPS, fault_of_task_groups};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An annotation of task groups that YuniKorn refuses.
pub const RULE: Rule = Rule {
    code: Code("bad-task-groups"),
    severity: Severity::Error,
    summary: "YuniKorn refuses an annotation of task groups, and there is no gang",
    page: include_str!("bad_task_groups.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        for pod in placement.subjects(&bundle.pods) {
            let annotation = pod.annotations.get(TASK_GROUPS);
            let Some(fault) = annotation.and_then(|text| fault_of_task_groups(text)) else {
                continue;
            };
            let at = pod.place_of_annotation(TASK_GROUPS, &bundle.jobs);
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!("YuniKorn makes no gang of {}, since it cannot read the task groups: {fault}", pod.title),
                )
                .help(help(&fault));
        }
    }
}

fn help(fault: &str) -> &'static str {
    if fault.contains("`minMember`") {
        "a gang needs a number of pods to wait for; in a spec: `executors: { instances: { min: 1, max: … } }`"
    } else {
        "write a list in JSON: `[{\"name\": \"…\", \"minMember\": 1, \"minResource\": {\"cpu\": \"1\", \"memory\": \"2Gi\"}}]`; in a spec `scheduler: { yunikorn: { gang: true } }` does"
    }
}
