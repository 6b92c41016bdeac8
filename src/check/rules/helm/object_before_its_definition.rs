//! Terraform makes an object before anything serves its kind.

use serde_json::Value;

use crate::check::bundle::terraform::{self, Resource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Terraform makes an object before anything serves its kind.
pub const RULE: Rule = Rule {
    code: Code("object-before-its-definition"),
    severity: Severity::Warning,
    summary: "a Terraform manifest of a kind whose chart is installed without waiting for it",
    page: include_str!("object_before_its_definition.md"),
    check,
};

/// API groups, and the chart that defines them.
const GROUPS: [(&str, &str); 5] = [
    ("karpenter.sh/", "karpenter"),
    ("karpenter.k8s.aws/", "karpenter"),
    ("monitoring.coreos.com/", "kube-prometheus-stack"),
    ("sparkoperator.k8s.io/", "spark-operator"),
    ("flink.apache.org/", "flink-kubernetes-operator"),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let releases: Vec<Resource<'_>> =
        terraform::resources(bundle.artifacts, "helm_release").collect();
    for kind in ["kubernetes_manifest", "kubectl_manifest"] {
        for object in terraform::resources(bundle.artifacts, kind) {
            let Some(version) = api_version(&object) else { continue };
            let chart = GROUPS.iter().find(|(group, _)| version.starts_with(group));
            let release = releases.iter().find(|release| {
                let name = release.text("chart").unwrap_or_default();
                chart.is_some_and(|(_, chart)| name.rsplit('/').next() == Some(chart))
            });
            if let Some(release) = release.filter(|_| !waits(&object)) {
                report(&object, version, release, findings);
            }
        }
    }
}

/// The `apiVersion` of the object, which is a map or YAML in a text.
fn api_version<'a>(object: &Resource<'a>) -> Option<&'a str> {
    if let Some(manifest) = object.body.get("manifest") {
        return manifest.get("apiVersion")?.as_str();
    }
    let text = object.body.get("yaml_body")?.as_str()?;
    let line = text.lines().find_map(|line| line.strip_prefix("apiVersion:"))?;
    Some(line.trim().trim_matches('"'))
}

/// Whether it waits for anything; what it waits for may lead to the release.
fn waits(object: &Resource<'_>) -> bool {
    let waits = object.body.get("depends_on").and_then(Value::as_array);
    let refers = Value::Object(object.body.clone()).to_string().contains("helm_release.");
    refers || waits.is_some_and(|all| !all.is_empty())
}

fn report(object: &Resource<'_>, version: &str, release: &Resource<'_>, findings: &mut Findings) {
    findings
        .at(
            object.artifact,
            &object.route,
            format!(
                "`{}` is of `{version}`, which is not served before release `{}` is installed",
                object.label, release.label
            ),
        )
        .related(release.artifact, &release.route, "the release")
        .help(format!("add `depends_on: [\"helm_release.{}\"]`", release.label));
}
