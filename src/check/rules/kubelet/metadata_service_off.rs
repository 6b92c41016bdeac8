//! A node that cannot learn who it is.

use serde_json::Value;

use crate::check::bundle::node_class::family;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;

/// A node that cannot learn who it is.
pub const RULE: Rule = Rule {
    code: Code("metadata-service-off"),
    severity: Severity::Error,
    summary: "a node class turns the metadata service off, from which a node has its user data and its role",
    page: include_str!("metadata_service_off.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let value = class.artifact.value();
        let endpoint = value.and_then(|it| it.pointer("/spec/metadataOptions/httpEndpoint"));
        let is_off = endpoint.and_then(Value::as_str) == Some("disabled");
        // An image of one's own may need neither.
        let reads = family(class).is_some_and(|family| family != AmiFamily::Custom);
        if !is_off || !reads {
            continue;
        }
        findings
            .at(
                class.artifact,
                &route!["spec", "metadataOptions", "httpEndpoint"],
                format!("node class `{name}` turns the metadata service off: its nodes get neither user data nor credentials, and do not join"),
            )
            .help("leave it on; with `httpTokens: required` and one hop it does not answer pods");
    }
}
