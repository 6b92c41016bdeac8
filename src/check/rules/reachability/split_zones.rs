//! Driver and executors of one job in different zones.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::label::ZONE;
use crate::check::bundle::{Pod, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Driver and executors of one job in different zones.
pub const RULE: Rule = Rule {
    code: Code("split-zones"),
    severity: Severity::Warning,
    summary: "one of a job's pods is pinned to a zone and the others are not, or to another one",
    page: include_str!("split_zones.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut of_job: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, pod) in bundle.pods.iter().enumerate() {
        // Where a gang holds its places is judged with the gang.
        let works = matches!(pod.role, Role::Driver | Role::Executor);
        if let Some(job) = pod.job.filter(|_| works) {
            of_job.entry(job).or_default().push(index);
        }
    }
    for pods in of_job.values() {
        judge(bundle, pods, findings);
    }
}

fn judge(bundle: &Bundle<'_>, pods: &[usize], findings: &mut Findings) {
    let zoned: Vec<(&Pod<'_>, Option<BTreeSet<String>>)> =
        pods.iter().map(|index| (&bundle.pods[*index], bundle.zones_of_pod(*index))).collect();
    // Who pins itself is compared with all others, each pair once.
    let is_pinned = |pod: &Pod<'_>| pod.words_on(ZONE).is_some();
    let Some((pinned, Some(zones))) = zoned.iter().find(|(pod, _)| is_pinned(pod)) else { return };
    for (other, others) in zoned.iter().filter(|(pod, _)| !std::ptr::eq(*pod, *pinned)) {
        if others.as_ref() == Some(zones) {
            continue;
        }
        let at = pinned.place_of(ZONE);
        let where_to = others.as_ref().map_or_else(
            || "in any zone".to_owned(),
            |zones| format!("in {}", words::either(zones)),
        );
        let message = format!(
            "{} runs in {}, and {} {where_to}",
            pinned.title,
            words::either(zones),
            other.title
        );
        let place = other.place_of(ZONE);
        findings
            .at(at.artifact, &at.route, message)
            .related(place.artifact, &place.route, "the other pod")
            .help("pin all pods of the job to one zone, or none; in a spec: `zone` of the job");
    }
}
