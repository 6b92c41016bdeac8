//! A chart, a module or a provider is whatever its registry has on the day.

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A chart, a module or a provider is whatever its registry has on the day.
pub const RULE: Rule = Rule {
    code: Code("unpinned-dependency"),
    severity: Severity::Warning,
    summary: "a chart, a Terraform module or a provider without a version",
    page: include_str!("unpinned_dependency.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    charts(bundle, findings);
    modules(bundle, findings);
    providers(bundle, findings);
}

fn charts(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs() {
        // A file of values does not say what it is for, and a chart in a directory is pinned by it.
        let is_values = install.artifact.kind == Kind::HelmValues;
        let is_local =
            install.chart.is_empty() || install.chart.ends_with(".tgz") || is_path(install);
        let is_open = install.version.as_ref().is_none_or(|(version, _)| !pins(version));
        if is_values || is_local || !is_open {
            continue;
        }
        let at = install.version.as_ref().map_or(&install.route, |(_, route)| route);
        let message =
            format!("chart `{}` is installed in whatever version is newest", install.chart);
        let known = install.known.map(|chart| format!(", such as {}", chart.version));
        findings
            .at(install.artifact, at, message)
            .help(format!("name a version{}", known.unwrap_or_default()));
    }
}

/// Whether the chart lies beside the configuration, or an expression says where.
fn is_path(install: &crate::check::bundle::Install<'_>) -> bool {
    let body =
        crate::check::bundle::at(install.artifact.value().unwrap_or(&Value::Null), &install.route);
    let text = |key: &str| body.and_then(|body| body.get(key)?.as_str());
    let has_version = body.is_some_and(|body| body.get("version").is_some());
    let chart = text("chart").unwrap_or_default();
    let is_release = install.artifact.kind == Kind::TerraformConfiguration;
    is_release
        && (has_version && install.version.is_none()
            || chart.starts_with('.')
            || chart.starts_with('/')
            || chart.contains("${"))
}

/// Whether a version holds anything still: an empty one, `*` and `HEAD` do not.
fn pins(version: &str) -> bool {
    let version = version.trim();
    !matches!(version, "" | "*" | "HEAD" | "main" | "master" | "latest" | "x")
        && !version.starts_with('>')
}

fn modules(bundle: &Bundle<'_>, findings: &mut Findings) {
    for module in terraform::modules(bundle.artifacts) {
        let Some(source) = module.text("source") else { continue };
        let version = module.body.get("version").and_then(Value::as_str);
        let reference = source.split_once("ref=").map(|(_, reference)| reference);
        let is_git = source.starts_with("git") || source.contains(".git");
        let is_open = if is_git {
            reference.is_none_or(|it| !pins(it))
        } else {
            is_registry(source) && version.is_none_or(|it| !pins(it))
        };
        if !is_open {
            continue;
        }
        let what = if is_git { "add `?ref=` with a tag or a commit" } else { "add a `version`" };
        findings
            .at(
                module.artifact,
                &module.route.then("source"),
                format!("module `{}` is whatever `{source}` holds on the day", module.label),
            )
            .help(what);
    }
}

/// `namespace/name/provider`, with or without a host in front, and a part of it behind `//`.
fn is_registry(source: &str) -> bool {
    let parts = source.split("//").next().unwrap_or_default().split('/').count();
    !source.starts_with('.')
        && !source.contains("::")
        && !source.contains(':')
        && (3..=4).contains(&parts)
}

fn providers(bundle: &Bundle<'_>, findings: &mut Findings) {
    for file in bundle.of(Kind::TerraformConfiguration) {
        let all =
            file.value().and_then(|it| it.pointer("/terraform/required_providers")?.as_object());
        for (name, provider) in all.into_iter().flatten() {
            if provider.is_string() || provider.get("version").is_some() {
                continue;
            }
            findings
                .at(
                    file,
                    &route!["terraform", "required_providers", name],
                    format!("provider `{name}` is of whatever version is newest"),
                )
                .severity(Severity::Note)
                .help("add a `version`, or keep `.terraform.lock.hcl` in version control");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_versions_are_told_apart() {
        assert!(is_registry("terraform-aws-modules/eks/aws"));
        assert!(is_registry("terraform-aws-modules/eks/aws//modules/karpenter"));
        assert!(is_registry("app.terraform.io/acme/eks/aws"));
        assert!(!is_registry("./modules/eks") && !is_registry("git::https://x/y.git"));
        assert!(pins("~> 20.33") && pins("1.6.5") && !pins(">= 1") && !pins("*"));
    }
}
