//! Two requests are one to EMR.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Two requests are one to EMR.
pub const RULE: Rule = Rule {
    code: Code("repeated-client-token"),
    severity: Severity::Error,
    summary: "two different requests with one client token, of which EMR answers the first",
    page: include_str!("repeated_client_token.md"),
    check,
};

const KINDS: [Kind; 6] = [
    Kind::StartJobRun,
    Kind::CreateVirtualCluster,
    Kind::CreateManagedEndpoint,
    Kind::CreateJobTemplate,
    Kind::CreateSecurityConfiguration,
    Kind::UpdateVirtualCluster,
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<(Kind, &str), &Artifact> = BTreeMap::new();
    for request in bundle.artifacts.iter().filter(|it| KINDS.contains(&it.kind)) {
        let token = request.value().and_then(|value| value.get("clientToken")?.as_str());
        let Some(token) = token.filter(|it| !it.contains(['$', '<', '{'])) else { continue };
        let first = *seen.entry((request.kind, token)).or_insert(request);
        // The same request in two directories is one request, kept twice.
        if first.value() == request.value() || is_elsewhere(first, request) {
            continue;
        }
        let route = route!["clientToken"];
        findings
            .at(request, &route, format!("another request has the client token `{token}`, too"))
            .related(first, &route, "the other one")
            .help("remove it: the AWS CLI gives each request a token of its own");
    }
}

/// Whether two requests go to two virtual clusters, which may be of two accounts.
fn is_elsewhere(one: &Artifact, other: &Artifact) -> bool {
    let cluster = |it: &Artifact| it.value().and_then(|it| it.get("virtualClusterId")).cloned();
    let known = |it: &Option<Value>| it.is_some();
    let (one, other) = (cluster(one), cluster(other));
    known(&one) && known(&other) && one != other
}
