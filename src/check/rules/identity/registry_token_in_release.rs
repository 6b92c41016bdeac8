//! A release keeps a registry's token of twelve hours.

use serde_json::Value;

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A release keeps a registry's token of twelve hours.
pub const RULE: Rule = Rule {
    code: Code("registry-token-in-release"),
    severity: Severity::Warning,
    summary: "a Helm release whose registry password is a token that lives for twelve hours",
    page: include_str!("registry_token_in_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for release in terraform::resources(bundle.artifacts, "helm_release") {
        let password = release.body.get("repository_password").and_then(Value::as_str);
        let public = release.text("repository").is_some_and(|it| it.contains("public.ecr.aws"));
        if !password.is_some_and(|it| it.contains("authorization_token")) {
            continue;
        }
        let help = if public {
            "leave user and password out: ECR Public needs none, or log in with `helm registry \
                login` before `terraform apply`"
        } else {
            "log in with `helm registry login` before `terraform apply`"
        };
        findings
            .at(
                release.artifact,
                &release.route.then("repository_password"),
                format!(
                    "release `{}` keeps a registry token that ends after twelve hours",
                    release.label
                ),
            )
            .help(help);
    }
}
