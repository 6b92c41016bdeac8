//! A credential that never expires lies in the cluster.

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A credential that never expires lies in the cluster.
pub const RULE: Rule = Rule {
    code: Code("long-lived-token"),
    severity: Severity::Warning,
    summary: "a secret that holds a token of a service account, which never expires",
    page: include_str!("long_lived_token.md"),
    check,
};

const TYPE: &str = "kubernetes.io/service-account-token";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for secret in bundle.of(Kind::Object) {
        let Some(value) = secret.value() else { continue };
        if value["kind"] != "Secret" || value["type"] != TYPE {
            continue;
        }
        let account = value
            .pointer("/metadata/annotations")
            .and_then(|it| it.get("kubernetes.io/service-account.name")?.as_str())
            .unwrap_or("a service account");
        findings
            .at(
                secret,
                &route!["type"],
                format!(
                    "secret `{}` holds a token of `{account}` that never expires",
                    secret.name().unwrap_or_default()
                ),
            )
            .help(
                "remove it: pods have tokens that are renewed, and `kubectl create token` \
                makes one for a while",
            );
    }
}
