//! A pod asks for nodes in a way that Karpenter makes none for.

use crate::catalog::label;
use crate::check::bundle::{Placement, Pod, Role, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A pod asks for nodes in a way that Karpenter makes none for.
pub const RULE: Rule = Rule {
    code: Code("ignored-pod"),
    severity: Severity::Warning,
    summary: "a pod selects by a host or by fields of nodes, so that Karpenter starts no node for it",
    page: include_str!("ignored_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let release = bundle.context.targets.karpenter;
    // Without any pool, and where no pool takes the pod, other rules speak.
    for placement in bundle.placements().iter().filter(|placement| placement.has_pool()) {
        for pod in placement.subjects(&bundle.pods) {
            if may_have_other_nodes(bundle, placement, pod) {
                continue;
            }
            let Some((at, what)) = by_label(pod, release).or_else(|| by_field(pod)) else {
                continue;
            };
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!("{} selects nodes by {what}: Karpenter starts none for it, and it waits for room on those that are there", pod.title),
                )
                .help("select by labels that instances or pools have; `podAntiAffinity` and `topologySpreadConstraints` keep pods apart");
        }
    }
}

/// What is no part of a Spark job may be meant for nodes that nobody here knows of.
fn may_have_other_nodes(bundle: &Bundle<'_>, placement: &Placement, pod: &Pod<'_>) -> bool {
    !placement.node_groups.is_empty()
        || pod.role == Role::Other && placement.may_be_elsewhere(bundle)
}

fn by_label<'a>(pod: &Pod<'a>, release: MinorVersion) -> Option<(Written<'a>, String)> {
    let mut demands = pod.written_demands().into_iter();
    let refused = demands.find(|demand| label::is_refused_of_pods(&demand.key, release))?;
    Some((refused.at, format!("the label `{}`", refused.key)))
}

fn by_field<'a>(pod: &Pod<'a>) -> Option<(Written<'a>, String)> {
    let terms = pod.required_terms().iter();
    let at = terms.enumerate().find(|(_, term)| term.match_fields.is_some())?.0;
    let route = pod.term_place(at).then("matchFields");
    Some((Written { artifact: pod.artifact, route }, "their fields".to_owned()))
}
