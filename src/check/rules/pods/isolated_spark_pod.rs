//! A NetworkPolicy cuts a driver or an executor off.

use std::collections::BTreeSet;

use crate::check::bundle::{Role, Way};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A NetworkPolicy cuts a driver or an executor off.
pub const RULE: Rule = Rule {
    code: Code("isolated-spark-pod"),
    severity: Severity::Warning,
    summary: "the network policies of a namespace let nothing into its drivers, or nothing out",
    page: include_str!("isolated_spark_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let policies = bundle.network_policies();
    let mut told = BTreeSet::new();
    for pod in bundle.pods.iter().filter(|pod| pod.job.is_some() && pod.role == Role::Driver) {
        for (way, fate, help) in [
            (
                Way::Ingress,
                "executors cannot reach it",
                "let the pods of the namespace in: `ingress: [{ from: [{ podSelector: {} }] }]`",
            ),
            (
                Way::Egress,
                "it reaches neither the API server nor DNS",
                "let it out: `egress: [{}]`, or to the API server, DNS, the executors and S3",
            ),
        ] {
            let Some(policy) = policies.closing(bundle, pod, way) else { continue };
            if !told.insert((policy.path.clone(), policy.name(), way.word())) {
                continue;
            }
            let name = policy.name().unwrap_or_default();
            let place = pod.place();
            findings
                .at(
                    policy,
                    &route!["metadata", "name"],
                    format!("the policy `{name}` closes {} for {}, and no other opens it: where policies are enforced, {fate}", way.word(), pod.title),
                )
                .help(help)
                .related(place.artifact, &place.route, "the pod");
        }
    }
}
