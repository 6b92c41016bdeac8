//! A pod is of a priority class that nobody defines.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling::is_slip;

/// A pod is of a priority class that nobody defines.
pub const RULE: Rule = Rule {
    code: Code("missing-priority-class"),
    severity: Severity::Error,
    summary: "a pod is of a PriorityClass that does not exist, and so is refused",
    page: include_str!("missing_priority_class.md"),
    check,
};

/// What every cluster has.
const OF_THE_CLUSTER: [&str; 2] = ["system-cluster-critical", "system-node-critical"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeSet<&str> =
        bundle.of(Kind::PriorityClass).filter_map(Artifact::name).collect();
    // Pods alone say nothing about which classes the cluster has.
    if known.is_empty() && !bundle.context.complete {
        return;
    }
    // One that an expression names may be any.
    if known.iter().any(|name| name.contains('$')) {
        return;
    }
    known.extend(OF_THE_CLUSTER);
    let mut told = BTreeSet::new();
    for pod in bundle.pods.iter().filter(|pod| pod.task_group.is_none()) {
        let Some(class) = pod.spec.priority_class_name.as_deref() else { continue };
        let is_open = class.is_empty() || class.contains(['$', '{']);
        if is_open || known.contains(class) || !told.insert((&pod.artifact.path, pod.at.clone())) {
            continue;
        }
        let near = known.iter().find(|it| is_slip(it, class));
        let complete = bundle.context.complete;
        if !complete && near.is_none() {
            continue;
        }
        let lack = if complete { "does not exist" } else { "is not among the documents" };
        let finding = findings
            .at(
                pod.artifact,
                &pod.at.then("priorityClassName"),
                format!("{} is of the priority class `{class}`, which {lack}", pod.title),
            )
            .help(near.map_or_else(
                || format!("the priority classes are {}", words::some(&known)),
                |near| format!("did you mean `{near}`?"),
            ));
        if !complete {
            finding.severity(Severity::Warning);
        }
    }
}
