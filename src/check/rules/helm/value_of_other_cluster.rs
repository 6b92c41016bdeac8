//! Something is told the name of another cluster than the one it runs on.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// Something is told the name of another cluster than the one it runs on.
pub const RULE: Rule = Rule {
    code: Code("value-of-other-cluster"),
    severity: Severity::Error,
    summary: "a chart, a request or a tag selector names another cluster than the one that is made",
    page: include_str!("value_of_other_cluster.md"),
    check,
};

/// Where charts are told the name of the cluster.
const VALUES: [(&str, &str); 4] = [
    ("karpenter", "/settings/clusterName"),
    ("cluster-autoscaler", "/autoDiscovery/clusterName"),
    ("aws-load-balancer-controller", "/clusterName"),
    ("cloudwatch-metrics", "/clusterName"),
];

/// Where requests are.
const REQUESTS: [(Kind, &str); 2] = [
    (Kind::CreateVirtualCluster, "/containerProvider/id"),
    (Kind::PodIdentityAssociation, "/clusterName"),
];

/// The tag by which a cluster's own security groups and subnets are found.
const TAG: &str = "kubernetes.io/cluster/";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut clusters = terraform::resources(bundle.artifacts, "aws_eks_cluster");
    let (Some(cluster), None) = (clusters.next(), clusters.next()) else { return };
    let Some(own) = cluster.text("name") else { return };
    let mut told = |artifact: &Artifact, route: &Route, named: &str| {
        if named == own || named.is_empty() || named.contains(['$', '{', '<']) {
            return;
        }
        let found = findings
            .at(
                artifact,
                route,
                format!("this is for cluster `{named}`, and the cluster is `{own}`"),
            )
            .related(cluster.artifact, &cluster.route.then("name"), "the cluster")
            .help(format!("write `{own}`"));
        // Somebody else's cluster may be meant.
        if !bundle.context.complete {
            found.severity(Severity::Warning);
        }
    };
    for install in bundle.installs() {
        for (_, pointer) in VALUES.iter().filter(|(addon, _)| install.is_of(addon)) {
            let Some(named) = install.value(pointer).and_then(Value::as_str) else { continue };
            told(install.artifact, &install.place(pointer), named);
        }
    }
    for (kind, pointer) in REQUESTS {
        for artifact in bundle.of(kind) {
            let named = artifact.value().and_then(|value| value.pointer(pointer)?.as_str());
            told(artifact, &Route::from_pointer(pointer), named.unwrap_or_default());
        }
    }
    for class in bundle.node_classes.values() {
        for (route, named) in tags(class.artifact) {
            told(class.artifact, &route, named);
        }
    }
}

/// The clusters that a node class's selectors name in their tags' keys.
fn tags(class: &Artifact) -> Vec<(Route, &str)> {
    let mut found = Vec::new();
    for field in ["subnetSelectorTerms", "securityGroupSelectorTerms"] {
        let terms = class.value().and_then(|value| value.get("spec")?.get(field)?.as_array());
        for (index, term) in terms.into_iter().flatten().enumerate() {
            let tags = term.get("tags").and_then(Value::as_object).into_iter().flatten();
            found.extend(tags.filter_map(|(key, _)| {
                let named = key.strip_prefix(TAG)?;
                Some((route!["spec", field, index, "tags", key], named))
            }));
        }
    }
    found
}
