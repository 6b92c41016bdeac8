//! A workspace for metrics is made, and nothing writes to it.

use serde_json::Value;

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A workspace for metrics is made, and nothing writes to it.
pub const RULE: Rule = Rule {
    code: Code("idle-workspace"),
    severity: Severity::Warning,
    summary: "an Amazon Managed Prometheus workspace that no Prometheus of the platform writes to",
    page: include_str!("idle_workspace.md"),
    check,
};

const LIST: &str = "/prometheus/prometheusSpec/remoteWrite";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut workspaces = terraform::resources(bundle.artifacts, "aws_prometheus_workspace");
    let Some(workspace) = workspaces.next() else { return };
    // A scraper of AWS's own writes without anyone's values.
    if terraform::resources(bundle.artifacts, "aws_prometheus_scraper").next().is_some() {
        return;
    }
    let with_values = || bundle.installs_of("prometheus").filter(|it| it.values.is_whole());
    let writes = |it: &crate::check::bundle::Install<'_>| {
        it.value(LIST).and_then(Value::as_array).is_some_and(|all| !all.is_empty())
    };
    let is_known = with_values().next().is_some() || bundle.context.complete;
    if !is_known || with_values().any(writes) {
        return;
    }
    findings
        .at(
            workspace.artifact,
            &workspace.route,
            format!("nothing writes to the workspace `{}`", workspace.label),
        )
        .help(
            "set `remoteWrite` in the values of Prometheus, or leave the workspace out; in a spec: \
            `addons: { amazon-managed-prometheus: false }`",
        );
}
