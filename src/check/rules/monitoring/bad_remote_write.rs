//! Metrics are sent to an address that does not take them.

use serde_json::Value;

use crate::check::bundle::Install;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Metrics are sent to an address that does not take them.
pub const RULE: Rule = Rule {
    code: Code("bad-remote-write"),
    severity: Severity::Error,
    summary: "remote write to Amazon Managed Prometheus by a wrong path, unsigned, or for \
        another region",
    page: include_str!("bad_remote_write.md"),
    check,
};

const LIST: &str = "/prometheus/prometheusSpec/remoteWrite";
const HOST: &str = "https://aps-workspaces.";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs_of("prometheus") {
        let all = install.value(LIST).and_then(Value::as_array);
        for (index, target) in all.into_iter().flatten().enumerate() {
            judge(install, index, target, findings);
        }
    }
}

fn judge(install: &Install<'_>, index: usize, target: &Value, findings: &mut Findings) {
    let Some(url) = target.get("url").and_then(Value::as_str) else { return };
    let Some(rest) = url.strip_prefix(HOST) else { return };
    let region = rest.split('.').next().unwrap_or_default();
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let signed = target.pointer("/sigv4/region").and_then(Value::as_str);
    let mut tell = |key: &str, message: String, help: &str| {
        let place = install.place(&format!("{LIST}/{index}{key}"));
        findings.at(install.artifact, &place, message).help(help);
    };
    let is_open = url.contains(['$', '{', '<']);
    let parts: Vec<&str> = path.split('/').collect();
    let is_whole =
        matches!(parts[..], ["workspaces", id, "api", "v1", "remote_write"] if !id.is_empty());
    if !is_whole && !is_open {
        let message = format!("`{url}` is not where a workspace takes metrics");
        tell("/url", message, "write `…/workspaces/<id>/api/v1/remote_write`, each slash once");
    }
    if target.get("sigv4").is_none() && target.get("authorization").is_none() {
        let message =
            "metrics go to Amazon Managed Prometheus unsigned, which refuses them".to_owned();
        tell("", message, "add `sigv4: { region: … }`");
    }
    if let Some(signed) = signed.filter(|signed| !is_open && *signed != region) {
        let message =
            format!("the requests are signed for {signed}, and the workspace is in {region}");
        tell("/sigv4/region", message, "name the region of the workspace");
    }
}
