//! An access entry that EKS refuses, or that gives nobody anything.

use serde_json::Value;

use crate::check::bundle::terraform::{self, Resource};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// An access entry that EKS refuses, or that gives nobody anything.
pub const RULE: Rule = Rule {
    code: Code("bad-access-entry"),
    severity: Severity::Error,
    summary: "an access entry with a policy of IAM's, a scope that says too much or too little, a \
        reserved name, an unknown type, or for a cluster that reads none",
    page: include_str!("bad_access_entry.md"),
    check,
};

/// What names of users and groups may not begin with. Source: EKS User Guide, access entries, and
/// what the service answers.
const RESERVED: [&str; 5] = ["system:", "eks:", "aws:", "amazon:", "iam:"];

/// The types of entries. Source: EKS API Reference, CreateAccessEntry.
const TYPES: [&str; 7] = [
    "EC2",
    "EC2_LINUX",
    "EC2_WINDOWS",
    "FARGATE_LINUX",
    "HYBRID_LINUX",
    "HYPERPOD_LINUX",
    "STANDARD",
];

/// Types of nodes, whose entries take no groups and no policies. Source: the same.
const OF_NODES: [&str; 2] = ["EC2_LINUX", "EC2_WINDOWS"];

/// Access policies by their names. Source: EKS User Guide, access policy permissions.
const POLICIES: [&str; 9] = [
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSAutoNodePolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSClusterInsightsPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSHybridPolicy",
    "AmazonEKSViewPolicy",
    "AmazonEMRJobPolicy",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for entry in terraform::resources(bundle.artifacts, "aws_eks_access_entry") {
        kind(&entry, findings);
        groups(&entry, findings);
        user(&entry, findings);
        principal(&entry, findings);
        mode(bundle, &entry, findings);
    }
    for association in terraform::resources(bundle.artifacts, "aws_eks_access_policy_association") {
        policy(&association, findings);
        scope(&association, findings);
        mode(bundle, &association, findings);
    }
}

fn kind(entry: &Resource<'_>, findings: &mut Findings) {
    let Some(kind) = entry.text("type").filter(|it| !TYPES.contains(it)) else { return };
    let message = format!("EKS knows no access entry of the type `{kind}`");
    let found = findings.at(entry.artifact, &entry.route.then("type"), message);
    match spelling::meant(kind, TYPES) {
        // The guide itself has written some of them in small letters.
        Some(near) if near.eq_ignore_ascii_case(kind) => {
            found.severity(Severity::Warning).help(format!("write `{near}`"))
        }
        Some(near) => found.help(format!("write `{near}`")),
        None => found.severity(Severity::Warning).help(format!(
            "the types are {}, unless EKS has more than emrgen knows",
            words::both(TYPES)
        )),
    };
}

fn groups(entry: &Resource<'_>, findings: &mut Findings) {
    let groups = entry.body.get("kubernetes_groups").and_then(Value::as_array);
    let route = entry.route.then("kubernetes_groups");
    let named = groups.is_some_and(|all| !all.is_empty());
    if let Some(kind) = entry.text("type").filter(|it| named && OF_NODES.contains(it)) {
        let message = format!("an access entry of the type `{kind}` takes no groups");
        findings
            .at(entry.artifact, &route, message)
            .help("leave them out, as nodes have groups of their own, or write `STANDARD`");
        return;
    }
    for (index, group) in groups.into_iter().flatten().enumerate() {
        let Some(name) = group.as_str().filter(|name| is_reserved(name)) else { continue };
        let message = format!("EKS gives nobody the group `{name}`, whose beginning is reserved");
        findings
            .at(entry.artifact, &route.then(index), message)
            .help("bind a group of your own name to the role, or associate an access policy");
    }
}

fn user(entry: &Resource<'_>, findings: &mut Findings) {
    const SESSION: &str = "{{SessionName}}";
    let Some(name) = entry.text("user_name") else { return };
    let before = name.split_once(SESSION).map(|(before, _)| before);
    let (message, help) = if is_reserved(name) {
        (
            format!("EKS gives nobody the user name `{name}`, whose beginning is reserved"),
            "leave it out, so that EKS names the user, or begin it otherwise",
        )
    } else if before.is_some_and(|before| !before.contains(':')) {
        (
            format!("the user name `{name}` has no colon before `{SESSION}`"),
            "write a colon somewhere before it, or leave the name out, so that EKS makes one",
        )
    } else {
        return;
    };
    findings.at(entry.artifact, &entry.route.then("user_name"), message).help(help);
}

fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|start| name.starts_with(start))
}

/// EMR makes the entry of its own role itself.
fn principal(entry: &Resource<'_>, findings: &mut Findings) {
    let arn = entry.text("principal_arn").unwrap_or_default();
    if arn.contains(":role/aws-service-role/") {
        findings
            .at(
                entry.artifact,
                &entry.route.then("principal_arn"),
                "EKS takes no service-linked role in an access entry that somebody else makes",
            )
            .help("remove the entry: EMR makes its own with the virtual cluster");
    }
}

fn policy(association: &Resource<'_>, findings: &mut Findings) {
    let Some(arn) = association.text("policy_arn") else { return };
    if !arn.contains(":eks::aws:cluster-access-policy/") {
        let message = format!("`{arn}` is no access policy of EKS");
        findings
            .at(association.artifact, &association.route.then("policy_arn"), message)
            .help("write `arn:aws:eks::aws:cluster-access-policy/…`: IAM's policies are no rights in a cluster");
        return;
    }
    let name = arn.rsplit('/').next().unwrap_or_default();
    if let Some(near) = POLICIES.iter().find(|known| spelling::is_slip(known, name)) {
        findings
            .at(
                association.artifact,
                &association.route.then("policy_arn"),
                format!("EKS has no access policy `{name}` that is known"),
            )
            .help(format!("write `{near}`"));
    }
}

fn scope(association: &Resource<'_>, findings: &mut Findings) {
    let Some((route, scope)) = association.places("access_scope").into_iter().next() else {
        return;
    };
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
    findings.at(association.artifact, &route, message).help(help);
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
