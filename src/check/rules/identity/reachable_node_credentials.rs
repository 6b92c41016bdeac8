//! Pods can take the credentials of their node.

use serde_json::Value;

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Pods can take the credentials of their node.
pub const RULE: Rule = Rule {
    code: Code("reachable-node-credentials"),
    severity: Severity::Warning,
    summary: "a node class whose metadata service answers pods, so that they can be the node",
    page: include_str!("reachable_node_credentials.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in bundle.node_classes.values() {
        let options = class.artifact.value().and_then(|it| it.pointer("/spec/metadataOptions"));
        let get = |key: &str| options.and_then(|options| options.get(key));
        let hops = get("httpPutResponseHopLimit").and_then(Value::as_u64);
        let tokens = get("httpTokens").and_then(Value::as_str);
        let off = get("httpEndpoint").and_then(Value::as_str) == Some("disabled");
        let (key, why) = match (hops, tokens) {
            _ if off => continue,
            (_, Some("optional")) => ("httpTokens", "answers without a token"),
            (Some(2..), _) => ("httpPutResponseHopLimit", "answers one hop away from the node"),
            _ => continue,
        };
        let found = findings
            .at(
                class.artifact,
                &route!["spec", "metadataOptions", key],
                format!(
                    "the metadata service of nodes of class `{}` {why}, so pods can take \
                    the node's role",
                    class.metadata.name
                ),
            )
            .help(
                "leave Karpenter's defaults: tokens required, one hop; pods that need AWS \
                have roles of their own",
            );
        // Some add-ons read the region there.
        if key == "httpPutResponseHopLimit" {
            found.severity(Severity::Note);
        }
    }
}
