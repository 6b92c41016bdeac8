//! Two volumes or two containers of a pod have one name.

use std::collections::BTreeMap;

use crate::artifact::Kind;
use crate::check::bundle::{Pod, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Step;

/// Two volumes or two containers of a pod have one name.
pub const RULE: Rule = Rule {
    code: Code("duplicate-name-in-pod"),
    severity: Severity::Error,
    summary: "two volumes or two containers of a pod have one name, and the API server refuses it",
    page: include_str!("duplicate_name_in_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        // What a stateful set claims takes the place of a volume of the same name.
        if !is_stateful(pod) {
            let volumes = volumes.iter().map(|one| (one.name.as_str(), one.at.clone()));
            once(findings, pod, "volumes", volumes);
        }
        let containers = pod.containers().map(|(container, route)| {
            let at = Written { artifact: pod.artifact, route: route.then("name") };
            (container.name.as_str(), at)
        });
        once(findings, pod, "containers", containers);
    }
}

fn is_stateful(pod: &Pod<'_>) -> bool {
    let kind = pod.artifact.value().and_then(|value| value.get("kind")?.as_str());
    kind == Some("StatefulSet")
}

/// Reports a name that has been there before.
fn once<'n, 'a>(
    findings: &mut Findings,
    pod: &Pod<'a>,
    what: &str,
    names: impl Iterator<Item = (&'n str, Written<'a>)>,
) {
    let mut seen: BTreeMap<&str, Written<'a>> = BTreeMap::new();
    for (name, at) in names.filter(|(name, _)| !name.is_empty()) {
        let Some(other) = seen.insert(name, at.clone()) else { continue };
        if is_found_by_schema(&at, &other) {
            continue;
        }
        findings
            .at(
                at.artifact,
                &at.route,
                format!("{} has two {what} called `{name}`, and so is refused", pod.title),
            )
            .help("rename one, or remove it: whatever adds to a pod adds to the same list")
            .related(other.artifact, &other.route, "the other");
    }
}

/// Two names in the lists of one document are its own fault, which its schema finds; what Spark's
/// configuration adds stands in no list of a pod.
fn is_found_by_schema(one: &Written<'_>, other: &Written<'_>) -> bool {
    let is_item = |at: &Written<'_>| at.route.steps().iter().any(|it| matches!(it, Step::Index(_)));
    let of_pods = [Kind::DriverPodTemplate, Kind::ExecutorPodTemplate, Kind::Pod];
    let kind = one.artifact.kind;
    let is_listed = kind == Kind::SparkApplication && is_item(one) && is_item(other);
    std::ptr::eq(one.artifact, other.artifact) && (of_pods.contains(&kind) || is_listed)
}
