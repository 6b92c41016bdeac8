//! Nodes have the rights of jobs.

use std::collections::BTreeSet;

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Nodes have the rights of jobs.
pub const RULE: Rule = Rule {
    code: Code("workload-rights-on-nodes"),
    severity: Severity::Warning,
    summary: "the role of nodes has rights that only jobs need, so that every pod has them",
    page: include_str!("workload_rights_on_nodes.md"),
    check,
};

/// Managed policies that are about data rather than about being a node.
const DATA: [&str; 9] = [
    "AdministratorAccess",
    "PowerUserAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AWSGlueConsoleFullAccess",
    "AmazonDynamoDBFullAccess",
    "AmazonAthenaFullAccess",
    "SecretsManagerReadWrite",
    "AmazonKinesisFullAccess",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in bundle.node_classes.values() {
        let Some(role) = &class.spec.role else { continue };
        let used = bundle.identity.roles.get(role);
        if used.is_none_or(|role| role.jobs.is_empty() && role.endpoints.is_empty()) {
            continue;
        }
        findings
            .at(
                class.artifact,
                &route!["spec", "role"],
                format!(
                    "nodes of class `{}` have the role `{role}`, which jobs run as",
                    class.metadata.name
                ),
            )
            .help("give nodes a role of their own: every pod of a node can take the node's");
    }
    let nodes: BTreeSet<String> = terraform::resources(bundle.artifacts, "aws_eks_node_group")
        .filter_map(|group| reference(group.body.get("node_role_arn")?.as_str()?))
        .collect();
    for attached in terraform::resources(bundle.artifacts, "aws_iam_role_policy_attachment") {
        let role = attached.body.get("role").and_then(|role| reference(role.as_str()?));
        let policy = attached.text("policy_arn").and_then(|arn| arn.rsplit('/').next());
        let (Some(role), Some(policy)) = (role, policy) else { continue };
        if !nodes.contains(&role) || !DATA.contains(&policy) {
            continue;
        }
        findings
            .at(
                attached.artifact,
                &attached.route.then("policy_arn"),
                format!("the nodes' role `{role}` has `{policy}`, so every pod on them has it"),
            )
            .help(
                "give it to the role of the pods that need it, by EKS Pod Identity or a web \
                identity",
            );
    }
}

/// The label of the role that an expression refers to: `${aws_iam_role.node.arn}` is `node`.
fn reference(expression: &str) -> Option<String> {
    let rest = expression.strip_prefix("${aws_iam_role.")?;
    Some(rest.split(['.', '}', '[']).next()?.to_owned())
}
