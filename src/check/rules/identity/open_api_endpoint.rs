//! The cluster's API answers the whole internet.

use serde_json::Value;

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The cluster's API answers the whole internet.
pub const RULE: Rule = Rule {
    code: Code("open-api-endpoint"),
    severity: Severity::Note,
    summary: "a public API endpoint that is open to every address",
    page: include_str!("open_api_endpoint.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for cluster in terraform::resources(bundle.artifacts, "aws_eks_cluster") {
        let Some(network) = cluster.blocks("vpc_config").into_iter().next() else { continue };
        // EKS makes the endpoint public unless it is told otherwise.
        let is_public = network.get("endpoint_public_access").is_none_or(|it| it == true);
        let cidrs = network.get("public_access_cidrs");
        let everyone = |it: &Value| it == "0.0.0.0/0";
        let is_open =
            cidrs.is_none_or(|it| it.as_array().is_some_and(|all| all.iter().any(everyone)));
        // Beside a private endpoint, what is written nowhere is EKS's choice and not the author's.
        let is_private = network.get("endpoint_private_access").is_some_and(|it| it == true);
        if !is_public || !is_open || (is_private && cidrs.is_none()) {
            continue;
        }
        findings
            .at(
                cluster.artifact,
                &cluster.route.then("vpc_config"),
                format!(
                    "the API of cluster `{}` answers every address of the internet",
                    cluster.text("name").unwrap_or(cluster.label)
                ),
            )
            .help(
                "list the networks that need it in `public_access_cidrs`, or make the \
                endpoint private; in a spec: `cluster.endpoint`",
            );
    }
}
