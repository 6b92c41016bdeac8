//! Nothing acts upon the node label of a virtual cluster.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// Nothing acts upon the node label of a virtual cluster.
pub const RULE: Rule = Rule {
    code: Code("idle-node-label"),
    severity: Severity::Warning,
    summary: "a virtual cluster with a node label, on a platform without a policy that acts upon it",
    page: include_str!("idle_node_label.md"),
    check,
};

const LABEL: &str = "/containerProvider/info/eksInfo/nodeLabel";

/// Groups of the engines whose policies change pods.
const ENGINES: [&str; 3] = ["kyverno.io", "gatekeeper.sh", "policy.jspolicy.com"];
/// Kinds of Kubernetes' own that do.
const KINDS: [&str; 3] =
    ["MutatingWebhookConfiguration", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if !bundle.context.complete || acts(bundle) {
        return;
    }
    for cluster in bundle.of(Kind::CreateVirtualCluster) {
        let Some(label) = cluster.value().and_then(|it| it.pointer(LABEL)?.as_str()) else {
            continue;
        };
        let message = format!("nothing among the documents puts pods on nodes of label `{label}`");
        findings.at(cluster, &Route::from_pointer(LABEL), message).help(
            "select the nodes in pod templates, or add the admission policy that EMR's guide \
            asks for: EMR only writes the label down",
        );
    }
}

/// Whether something may change pods. What a chart that is not known brings is not known either.
fn acts(bundle: &Bundle<'_>) -> bool {
    let is_engine = |artifact: &Artifact| {
        let text = |key: &str| artifact.value().and_then(|it| it.get(key).and_then(Value::as_str));
        let group = text("apiVersion").and_then(|it| it.split('/').next()).unwrap_or_default();
        KINDS.iter().any(|kind| text("kind") == Some(*kind))
            || ENGINES.iter().any(|engine| group.ends_with(engine))
    };
    bundle.of(Kind::Object).any(is_engine)
        || bundle.installs().iter().any(|install| install.known.is_none())
}
