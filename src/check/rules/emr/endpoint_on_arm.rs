//! An endpoint's gateway has no image for its nodes.

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An endpoint's gateway has no image for its nodes.
pub const RULE: Rule = Rule {
    code: Code("endpoint-on-arm"),
    severity: Severity::Error,
    summary: "an interactive endpoint whose gateway is sent to arm64 nodes",
    page: include_str!("endpoint_on_arm.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.of(Kind::CreateManagedEndpoint) {
        let Some(value) = artifact.value() else { continue };
        let classes = value.pointer("/configurationOverrides/applicationConfiguration");
        for (index, class) in classes.and_then(Value::as_array).into_iter().flatten().enumerate() {
            if class["classification"] != "jeg-config" {
                continue;
            }
            for (key, value) in class["properties"].as_object().into_iter().flatten() {
                if value != "arm64" || !key.contains("kubernetes.io/arch") {
                    continue;
                }
                let route = route![
                    "configurationOverrides",
                    "applicationConfiguration",
                    index,
                    "properties",
                    key
                ];
                findings
                    .at(
                        artifact,
                        &route,
                        "the endpoint's gateway is sent to arm64 nodes, for which it has no image",
                    )
                    .help("let it select `amd64`; kernels and executors may run on either");
            }
        }
    }
}
