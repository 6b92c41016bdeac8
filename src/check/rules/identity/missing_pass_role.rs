//! Karpenter may not give nodes their role.

use crate::check::bundle::{Policy, overlaps};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Karpenter may not give nodes their role.
pub const RULE: Rule = Rule {
    code: Code("missing-pass-role"),
    severity: Severity::Error,
    summary: "a controller that starts instances may not pass them the role of a node class",
    page: include_str!("missing_pass_role.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let starts = |policy: &&Policy<'_>| {
        ["ec2:RunInstances", "ec2:CreateFleet"]
            .iter()
            .all(|action| policy.allowing(action).next().is_some())
    };
    let Some(controller) = bundle.identity.policies.iter().find(starts) else { return };
    let passing: Vec<_> = bundle
        .identity
        .policies
        .iter()
        .flat_map(|policy| policy.allowing("iam:PassRole").map(move |it| (policy, it)))
        .collect();
    if passing.is_empty() {
        let statement = controller.allowing("ec2:RunInstances").next();
        let Some(statement) = statement else { return };
        findings
            .at(
                controller.artifact,
                &statement.route,
                "the policy lets a controller start instances, but not give them a role",
            )
            .severity(Severity::Warning)
            .help("allow `iam:PassRole` on the node role, unless another policy of the role does");
        return;
    }
    for class in bundle.node_classes.values() {
        let Some(role) = class.spec.role.as_deref().filter(|role| !role.contains('$')) else {
            continue;
        };
        let names = |pattern: &str| {
            let name = pattern.splitn(6, ':').nth(5).unwrap_or(pattern);
            pattern.contains('$')
                || overlaps(name, &format!("role/{role}"))
                || name.ends_with(&format!("/{role}"))
        };
        let passes = passing
            .iter()
            .any(|(_, it)| it.is_inverted || it.resources.iter().any(|item| names(item.text)));
        if passes {
            continue;
        }
        let (policy, statement) = passing[0];
        findings
            .at(
                class.artifact,
                &route!["spec", "role"],
                format!(
                    "nodes of class `{}` are to have the role `{role}`, which Karpenter may \
                        not pass to them",
                    class.metadata.name
                ),
            )
            .related(policy.artifact, &statement.route, "the roles that may be passed")
            .help(format!("add the ARN of `{role}` to the statement that allows `iam:PassRole`"));
    }
}
