//! Requests to one virtual cluster name roles of two accounts.

use std::collections::BTreeMap;

use crate::artifact::{Artifact, Kind};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::Arn;

/// Requests to one virtual cluster name roles of two accounts.
pub const RULE: Rule = Rule {
    code: Code("role-of-other-account"),
    severity: Severity::Error,
    summary: "jobs and endpoints of one virtual cluster with roles of two AWS accounts",
    page: include_str!("role_of_other_account.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut homes: BTreeMap<&str, (&Artifact, String)> = BTreeMap::new();
    let requests = bundle.of(Kind::StartJobRun).chain(bundle.of(Kind::CreateManagedEndpoint));
    for request in requests {
        let text = |key: &str| request.value().and_then(|value| value.get(key)?.as_str());
        let cluster = text("virtualClusterId").filter(|id| is_given(id));
        let arn = text("executionRoleArn").and_then(|arn| Arn::parse(arn).ok());
        let account = arn.as_ref().map(|arn| arn.account().to_owned());
        let (Some(cluster), Some(account)) = (cluster, account.filter(|it| it.len() == 12)) else {
            continue;
        };
        let (first, home) = homes.entry(cluster).or_insert_with(|| (request, account.clone()));
        if *home == account {
            continue;
        }
        let message = format!(
            "the role is in AWS account {account}, and another of virtual cluster `{cluster}` is \
            in {home}"
        );
        let route = route!["executionRoleArn"];
        findings
            .at(request, &route, message)
            .related(first, &route, "the other one")
            .help("name a role of the virtual cluster's account: EMR passes on no other");
    }
}

/// Whether it is an id that EMR gave, and not a word that stands for one.
fn is_given(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_mixed =
        id.bytes().any(|it| it.is_ascii_digit()) && id.bytes().any(|it| it.is_ascii_lowercase());
    id.len() >= 20 && id.bytes().all(plain) && is_mixed
}
