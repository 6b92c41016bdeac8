//! EMR cannot log in to the cluster.

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

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
        } else if !roles.contains("emr-containers") && runs_emr(bundle) && !has_entries(bundle) {
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
    let is_emr = |kind: &str, name: &str| kind == "User" && name == "emr-containers";
    let is_bound =
        bundle.bindings().any(|binding| binding.subjects.iter().any(|it| is_emr(it.kind, it.name)));
    is_bound || bundle.of(Kind::CreateVirtualCluster).next().is_some()
}

/// Whether the cluster knows access entries, of which EMR makes its own.
fn has_entries(bundle: &Bundle<'_>) -> bool {
    terraform::resources(bundle.artifacts, "aws_eks_cluster").any(|cluster| {
        let modes = cluster.blocks("access_config");
        modes.iter().any(|it| {
            it.get("authentication_mode")
                .and_then(Value::as_str)
                .is_some_and(|it| it.contains("API"))
        })
    })
}
