//! EMR cannot log in to the cluster.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Diagnostics, Severity};
use crate::parse::read_yaml;
use crate::route;
use crate::source::Sources;
use crate::units::Arn;

/// EMR cannot log in to the cluster.
pub const RULE: Rule = Rule {
    code: Code("unmapped-emr-containers"),
    severity: Severity::Warning,
    summary: "an aws-auth mapping without EMR's service-linked role, or with its path",
    page: include_str!("unmapped_emr_containers.md"),
    check,
};

const LINKED: &str = "AWSServiceRoleForAmazonEMRContainers";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let is_mapping = |name: Option<&str>, namespace: Option<&str>| {
        name == Some("aws-auth") && namespace == Some("kube-system")
    };
    let route = route!["data", "mapRoles"];
    for map in bundle.of(Kind::ConfigMap).filter(|it| is_mapping(it.name(), it.namespace())) {
        let roles = map.value().and_then(|value| value.pointer("/data/mapRoles"));
        let roles = roles.and_then(Value::as_str).unwrap_or_default();
        if roles.contains(&format!("aws-service-role/emr-containers.amazonaws.com/{LINKED}")) {
            findings
                .at(
                    map,
                    &route,
                    "EMR's role is mapped by its ARN with a path, which EKS does not match",
                )
                .severity(Severity::Error)
                .help(format!("write `arn:aws:iam::<account>:role/{LINKED}`, without the path"));
        } else if let Some(user) = mapped_user(roles).filter(|user| user != "emr-containers") {
            findings
                .at(map, &route, format!("EMR's role is mapped to the user `{user}`"))
                .severity(Severity::Error)
                .help("write the user `emr-containers`, to whom the roles of namespaces are bound");
        } else if let Some((ours, theirs)) = other_home(roles) {
            findings
                .at(map, &route, format!("EMR's role is mapped in {theirs}, and nodes in {ours}"))
                .severity(Severity::Error)
                .help(
                    "name the role of the cluster's own account and partition: it lets in no other",
                );
        } else if roles.contains(LINKED) && reads_entries_only(bundle) {
            findings
                .at(map, &route, "the cluster reads access entries only, so nobody is mapped here")
                .help("write the mode `API_AND_CONFIG_MAP`, or make access entries of these");
        } else if !roles.contains("emr-containers")
            && !roles.contains("${")
            && runs_emr(bundle)
            && !has_entries(bundle)
        {
            findings
                .at(
                    map,
                    &route,
                    "virtual clusters are to run here, but EMR's role is not \
                    mapped to the user `emr-containers`",
                )
                .help(format!(
                    "map `role/{LINKED}` to the user `emr-containers`, unless the \
                    cluster has access entries"
                ));
        }
    }
}

fn runs_emr(bundle: &Bundle<'_>) -> bool {
    let is_bound = bundle.bindings().any(|binding| binding.is_of_emr());
    is_bound || bundle.of(Kind::CreateVirtualCluster).next().is_some()
}

/// The user that EMR's role is mapped to.
fn mapped_user(roles: &str) -> Option<String> {
    let entries = entries(roles);
    let entry = entries.iter().find(|entry| is_emrs(entry))?;
    Some(entry["username"].as_str().unwrap_or_default().to_owned())
}

/// The partitions and accounts of the roles of nodes and of EMR, where they are two: nodes are of
/// the cluster's.
fn other_home(roles: &str) -> Option<(String, String)> {
    let entries = entries(roles);
    let home = |entry: &Value| {
        let arn = Arn::parse(entry["rolearn"].as_str()?).ok()?;
        Some(format!("{} {}", arn.partition(), arn.account()))
    };
    let is_node = |entry: &&Value| {
        entry["username"].as_str().is_some_and(|name| name.starts_with("system:node:"))
    };
    let ours: BTreeSet<String> = entries.iter().filter(is_node).filter_map(home).collect();
    let theirs = entries.iter().find(|entry| is_emrs(entry)).and_then(home)?;
    let first = ours.first()?.clone();
    (!ours.contains(&theirs)).then_some((first, theirs))
}

fn is_emrs(entry: &Value) -> bool {
    entry["rolearn"].as_str().is_some_and(|arn| arn.ends_with(&format!("role/{LINKED}")))
}

fn entries(roles: &str) -> Vec<Value> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let documents = read_yaml(&mut sources, "mapRoles", roles, &mut diagnostics);
    let value = documents.first().map(|it| sources.document(*it).to_value());
    value.and_then(|it| it.as_array().cloned()).unwrap_or_default()
}

fn reads_entries_only(bundle: &Bundle<'_>) -> bool {
    modes(bundle).contains(&"API")
}

/// Whether the cluster knows access entries, of which EMR makes its own.
fn has_entries(bundle: &Bundle<'_>) -> bool {
    modes(bundle).iter().any(|mode| mode.contains("API"))
}

/// The ways in which the clusters authenticate people.
fn modes<'a>(bundle: &Bundle<'a>) -> Vec<&'a str> {
    let clusters = terraform::resources(bundle.artifacts, "aws_eks_cluster");
    let configs = clusters.flat_map(|cluster| cluster.blocks("access_config"));
    configs.filter_map(|it| it.get("authentication_mode")?.as_str()).collect()
}
