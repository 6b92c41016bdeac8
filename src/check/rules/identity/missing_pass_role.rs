//! Karpenter may not give nodes their role.

use crate::artifact::karpenter::EC2NodeClass;
use crate::catalog::glob;
use crate::check::bundle::{Condition, Policy, Statement, View, overlaps, terraform, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// Karpenter may not give nodes their role.
pub const RULE: Rule = Rule {
    code: Code("missing-pass-role"),
    severity: Severity::Error,
    summary: "a controller that starts instances may not pass them the role of a node class",
    page: include_str!("missing_pass_role.md"),
    check,
};

type Passing<'b, 'a> = (&'b Policy<'a>, &'b Statement<'a>);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(controller) = bundle.starter() else { return };
    let policies = bundle.identity.policies.iter();
    let all =
        policies.flat_map(|policy| policy.allowing("iam:PassRole").map(move |it| (policy, it)));
    let (passing, others): (Vec<_>, Vec<_>) =
        all.partition(|(_, statement)| other_service(statement).is_none());
    if passing.is_empty() {
        nothing_passes(controller, &others, findings);
        return;
    }
    for class in bundle.node_classes.values() {
        let Some((role, at)) = role_of(bundle, class).filter(|(role, _)| !role.contains('$'))
        else {
            continue;
        };
        if !passing.iter().any(|(_, statement)| names(statement, &role)) {
            report(class, &role, &at, passing[0], findings);
        }
    }
}

/// The condition by which a role may be passed to other services than EC2 alone.
fn other_service<'s, 'a>(statement: &'s Statement<'a>) -> Option<&'s Condition<'a>> {
    let is_ec2 =
        |pattern: &str| pattern.contains('$') || glob::overlap(pattern, "ec2.amazonaws.com*");
    statement.conditions.iter().find(|condition| {
        condition.key.eq_ignore_ascii_case("iam:PassedToService")
            && matches!(condition.operator, "StringEquals" | "StringLike")
            && !condition.values.iter().any(|value| is_ec2(value.text))
    })
}

fn nothing_passes(controller: &Policy<'_>, others: &[Passing<'_, '_>], findings: &mut Findings) {
    let own = others.iter().find(|(policy, _)| std::ptr::eq(*policy, controller));
    if let Some(condition) = own.and_then(|(_, statement)| other_service(statement)) {
        let services: Vec<&str> = condition.values.iter().map(|value| value.text).collect();
        let message = format!(
            "roles may be passed to {} alone, and Karpenter passes them to `ec2.amazonaws.com`",
            words::both(&services)
        );
        findings
            .at(controller.artifact, &condition.route, message)
            .help("write `ec2.amazonaws.com`, the service that starts the nodes");
        return;
    }
    let Some(statement) = controller.allowing("ec2:RunInstances").next() else { return };
    findings
        .at(
            controller.artifact,
            &statement.route,
            "the policy lets a controller start instances, but not give them a role",
        )
        .severity(Severity::Warning)
        .help("allow `iam:PassRole` on the node role, unless another policy of the role does");
}

/// The role of a class's nodes and where it is said: its own, or that of the instance profile which
/// Terraform makes.
fn role_of(bundle: &Bundle<'_>, class: &EC2NodeClass) -> Option<(String, Route)> {
    if let Some(role) = &class.spec.role {
        return Some((role.clone(), route!["spec", "role"]));
    }
    let name = class.spec.instance_profile.as_deref()?;
    let mut profiles = terraform::resources(bundle.artifacts, "aws_iam_instance_profile");
    let profile = profiles.find(|profile| profile.text("name") == Some(name))?;
    let written = profile.body.get("role")?.as_str()?;
    let reference = written.strip_prefix("${aws_iam_role.");
    let label = reference.and_then(|it| it.strip_suffix(".name}").or(it.strip_suffix(".id}")));
    let of_label = |label: &str| {
        let mut roles = terraform::resources(bundle.artifacts, "aws_iam_role");
        roles.find(|role| role.label == label)?.text("name")
    };
    let role = label.map_or(Some(written), of_label)?;
    Some((role.to_owned(), route!["spec", "instanceProfile"]))
}

fn names(statement: &Statement<'_>, role: &str) -> bool {
    let names = |pattern: &str| {
        let name = pattern.splitn(6, ':').nth(5).unwrap_or(pattern);
        pattern.contains('$')
            || overlaps(name, &format!("role/{role}"))
            || name.ends_with(&format!("/{role}"))
    };
    statement.is_inverted || statement.resources.iter().any(|item| names(item.text))
}

fn report(
    class: &View<'_, EC2NodeClass>,
    role: &str,
    at: &Route,
    (policy, statement): Passing<'_, '_>,
    findings: &mut Findings,
) {
    let message = format!(
        "nodes of class `{}` are to have the role `{role}`, which Karpenter may not pass to them",
        class.metadata.name
    );
    findings
        .at(class.artifact, at, message)
        .related(policy.artifact, &statement.route, "the roles that may be passed")
        .help(format!("add the ARN of `{role}` to the statement that allows `iam:PassRole`"));
}
