//! Karpenter may not make the instance profile that carries a role to nodes.

use crate::artifact::karpenter::EC2NodeClass;
use crate::catalog::glob;
use crate::check::bundle::{Policy, Statement, View, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;
use crate::units::MinorVersion;

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

/// What it does to find those of a class that it is to remove.
const LISTING: &str = "iam:ListInstanceProfiles";

/// Since when profiles stand under a path, and are found by it.
const PATHS_SINCE: MinorVersion = MinorVersion::new(1, 7);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let policies = &bundle.identity.policies;
    let Some(controller) = bundle.starter() else { return };
    let mut classes = bundle.node_classes.values();
    let Some(class) = classes.find(|class| class.spec.role.is_some()) else { return };
    let is_missing = |action: &&str| !policies.iter().any(|policy| allows(policy, action));
    let missing: Vec<&str> = NEEDED.into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        report(class, controller, &missing, findings);
        return;
    }
    if karpenter(bundle).is_none_or(|release| release < PATHS_SINCE) {
        return;
    }
    if let Some((policy, statement)) = elsewhere(bundle) {
        report_path(class, policy, statement, findings);
    } else if is_missing(&LISTING) {
        report_listing(class, controller, findings);
    }
}

fn allows(policy: &Policy<'_>, action: &str) -> bool {
    policy.allowing(action).next().is_some()
}

/// The release that is stated or installed.
fn karpenter(bundle: &Bundle<'_>) -> Option<MinorVersion> {
    let installed = || bundle.installs_of("karpenter").find_map(|install| install.release());
    bundle.context.stated_karpenter().or_else(installed)
}

/// A statement that allows to make profiles, where none allows it under Karpenter's path.
fn elsewhere<'b, 'a>(bundle: &'b Bundle<'a>) -> Option<(&'b Policy<'a>, &'b Statement<'a>)> {
    let region = bundle.context.region.as_deref().unwrap_or("*");
    let path = format!("instance-profile/karpenter/{region}/*");
    let covers = |pattern: &str| {
        let name = pattern.splitn(6, ':').nth(5).unwrap_or(pattern);
        pattern.contains('$') || glob::overlap(name, &path)
    };
    let policies = bundle.identity.policies.iter();
    let making: Vec<_> = policies
        .flat_map(|policy| policy.allowing(NEEDED[1]).map(move |it| (policy, it)))
        .collect();
    let is_covered = |(_, it): &(&Policy<'_>, &Statement<'_>)| {
        it.is_inverted || it.resources.iter().any(|item| covers(item.text))
    };
    if making.iter().any(is_covered) { None } else { making.first().copied() }
}

fn report(
    class: &View<'_, EC2NodeClass>,
    controller: &Policy<'_>,
    missing: &[&str],
    findings: &mut Findings,
) {
    findings
        .at(
            controller.artifact,
            &place(controller),
            format!(
                "the policy lets a controller start instances, and not {}: node class `{}` names a role, for which Karpenter makes an instance profile, and never becomes ready",
                words::both(missing),
                class.metadata.name
            ),
        )
        .related(class.artifact, &route!["spec", "role"], "the role")
        .help("allow them, unless another policy of the controller does; or make the profile yourself, and name it by `instanceProfile`");
}

fn report_path(
    class: &View<'_, EC2NodeClass>,
    policy: &Policy<'_>,
    statement: &Statement<'_>,
    findings: &mut Findings,
) {
    let resource = statement.resources.first();
    let at = resource.map_or(&statement.route, |item| &item.route);
    let message = format!(
        "Karpenter makes the instance profile of node class `{}` under `/karpenter/REGION/CLUSTER/`, where the policy does not let it: the class never becomes ready",
        class.metadata.name
    );
    findings
        .at(policy.artifact, at, message)
        .related(class.artifact, &route!["spec", "role"], "the role")
        .help("write `instance-profile/karpenter/REGION/CLUSTER/*`, or `instance-profile/*` and a condition on the tags of the cluster");
}

fn report_listing(
    class: &View<'_, EC2NodeClass>,
    controller: &Policy<'_>,
    findings: &mut Findings,
) {
    let message = format!(
        "the policy lets a controller make instance profiles, and not list them: those of node class `{}` stay behind, and the class itself when it is deleted",
        class.metadata.name
    );
    findings
        .at(controller.artifact, &place(controller), message)
        .related(class.artifact, &route!["spec", "role"], "the role")
        .help(format!("allow `{LISTING}` on `*`, unless another policy of the controller does"));
}

fn place(controller: &Policy<'_>) -> Route {
    let statement = controller.allowing("ec2:RunInstances").next();
    statement.map_or_else(|| route!["Statement"], |statement| statement.route.clone())
}
