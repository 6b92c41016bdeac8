//! An access entry that EKS refuses, or that gives nobody anything.

use serde_json::Value;

use crate::check::bundle::terraform::{self, Resource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An access entry that EKS refuses, or that gives nobody anything.
pub const RULE: Rule = Rule {
    code: Code("bad-access-entry"),
    severity: Severity::Error,
    summary: "an access entry with a policy of IAM's, a scope that says too much or too little, a \
        reserved group, or for a cluster that reads none",
    page: include_str!("bad_access_entry.md"),
    check,
};

/// What names of users and groups may not begin with. Source: EKS User Guide, access entries.
const RESERVED: [&str; 5] = ["system:", "eks:", "aws:", "amazon:", "iam:"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for entry in terraform::resources(bundle.artifacts, "aws_eks_access_entry") {
        groups(&entry, findings);
        mode(bundle, &entry, findings);
    }
    for association in terraform::resources(bundle.artifacts, "aws_eks_access_policy_association") {
        policy(&association, findings);
        scope(&association, findings);
        mode(bundle, &association, findings);
    }
}

fn groups(entry: &Resource<'_>, findings: &mut Findings) {
    let groups = entry.body.get("kubernetes_groups").and_then(Value::as_array);
    let is_reserved = |name: &&str| RESERVED.iter().any(|start| name.starts_with(start));
    for (index, group) in groups.into_iter().flatten().enumerate() {
        let Some(name) = group.as_str().filter(is_reserved) else { continue };
        let message = format!("EKS gives nobody the group `{name}`, which is Kubernetes' own");
        findings
            .at(entry.artifact, &entry.route.then("kubernetes_groups").then(index), message)
            .help("bind a group of your own name to the role, or associate an access policy");
    }
}

fn policy(association: &Resource<'_>, findings: &mut Findings) {
    let Some(arn) = association.text("policy_arn") else { return };
    if !arn.contains(":eks::aws:cluster-access-policy/") {
        let message = format!("`{arn}` is no access policy of EKS");
        findings
            .at(association.artifact, &association.route.then("policy_arn"), message)
            .help("write `arn:aws:eks::aws:cluster-access-policy/…`: IAM's policies are no rights in a cluster");
    }
}

fn scope(association: &Resource<'_>, findings: &mut Findings) {
    let Some(scope) = association.blocks("access_scope").into_iter().next() else { return };
    let kind = scope.get("type").and_then(terraform::literal);
    let namespaces = scope.get("namespaces").filter(|it| !it.is_null());
    let is_empty = namespaces.is_none_or(|it| it.as_array().is_some_and(Vec::is_empty));
    let is_emrs =
        association.text("policy_arn").is_some_and(|arn| arn.ends_with("/AmazonEMRJobPolicy"));
    let (message, help) = match kind {
        Some("namespace") if is_empty => {
            ("the scope is a namespace, and none is named", "name it in `namespaces`")
        }
        Some("cluster") if !is_empty => (
            "the scope is the whole cluster, and namespaces are named beside it",
            "write the type `namespace`, or remove `namespaces`",
        ),
        Some("cluster") if is_emrs => (
            "EMR's policy for jobs is given for the whole cluster",
            "write the type `namespace` and the namespaces of the virtual clusters",
        ),
        Some("cluster" | "namespace") | None => return,
        Some(_) => ("EKS knows no scope of this type", "write `cluster` or `namespace`"),
    };
    findings.at(association.artifact, &association.route.then("access_scope"), message).help(help);
}

/// A cluster in the mode `CONFIG_MAP` has no access entries.
fn mode(bundle: &Bundle<'_>, entry: &Resource<'_>, findings: &mut Findings) {
    let Some(named) = entry.body.get("cluster_name").and_then(Value::as_str) else { return };
    for cluster in terraform::resources(bundle.artifacts, "aws_eks_cluster") {
        let is_meant = cluster.text("name") == Some(named)
            || named.starts_with(&format!("${{aws_eks_cluster.{}.", cluster.label));
        let config = cluster.blocks("access_config").into_iter().next();
        let mode = config.and_then(|it| it.get("authentication_mode")?.as_str());
        if is_meant && mode == Some("CONFIG_MAP") {
            let message = format!("cluster `{}` reads no access entries", cluster.label);
            findings
                .at(entry.artifact, &entry.route.then("cluster_name"), message)
                .related(cluster.artifact, &cluster.route.then("access_config"), "its mode")
                .help("write the mode `API_AND_CONFIG_MAP`, which reads both");
        }
    }
}
