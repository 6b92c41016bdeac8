//! Karpenter may not make the instance profile that carries a role to nodes.

use crate::check::bundle::{Policy, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Karpenter may not make the instance profile that carries a role to nodes.
pub const RULE: Rule = Rule {
    code: Code("missing-profile-rights"),
    severity: Severity::Warning,
    summary: "a node class names a role, and the controller may not make the instance profile for it",
    page: include_str!("missing_profile_rights.md"),
    check,
};

/// What Karpenter does to have an instance profile for a role.
const NEEDED: [&str; 3] =
    ["iam:GetInstanceProfile", "iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let policies = &bundle.identity.policies;
    let allows = |policy: &Policy<'_>, action: &str| policy.allowing(action).next().is_some();
    let starts = |policy: &&Policy<'_>| {
        allows(policy, "ec2:RunInstances") && allows(policy, "ec2:CreateFleet")
    };
    let Some(controller) = policies.iter().find(starts) else { return };
    let is_missing = |action: &&str| !policies.iter().any(|policy| allows(policy, action));
    let missing: Vec<&str> = NEEDED.into_iter().filter(is_missing).collect();
    let mut classes = bundle.node_classes.values();
    let Some(class) = classes.find(|class| class.spec.role.is_some()) else { return };
    if missing.is_empty() {
        return;
    }
    let statement = controller.allowing("ec2:RunInstances").next();
    let at = statement.map_or_else(|| route!["Statement"], |statement| statement.route.clone());
    findings
        .at(
            controller.artifact,
            &at,
            format!(
                "the policy lets a controller start instances, and not {}: node class `{}` names a role, for which Karpenter makes an instance profile, and never becomes ready",
                words::both(&missing),
                class.metadata.name
            ),
        )
        .related(class.artifact, &route!["spec", "role"], "the role")
        .help("allow them, unless another policy of the controller does; or make the profile yourself, and name it by `instanceProfile`");
}
