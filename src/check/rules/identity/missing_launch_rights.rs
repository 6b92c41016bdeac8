//! Karpenter may not do all that a launch takes.

use crate::catalog::iam;
use crate::check::bundle::{LAUNCHING, Policy, Statement, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// Karpenter may not do all that a launch takes.
pub const RULE: Rule = Rule {
    code: Code("missing-launch-rights"),
    severity: Severity::Warning,
    summary: "Karpenter's policy allows a part of what every launch takes, and not the rest",
    page: include_str!("missing_launch_rights.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(controller) = bundle.starter_by_name() else { return };
    let Some(class) = bundle.node_classes.values().next() else { return };
    let granting = |action: &str| -> Vec<&Statement<'_>> {
        let policies = bundle.identity.policies.iter();
        policies.flat_map(|it| it.statements.iter().filter(|it| it.grants(action))).collect()
    };
    let missing: Vec<&str> =
        LAUNCHING.into_iter().filter(|action| granting(action).is_empty()).collect();
    let partial = || LAUNCHING.iter().find_map(|action| uncovered(action, &granting(action)));
    let what = if missing.is_empty() { partial() } else { Some(words::both(&missing)) };
    let Some(what) = what else { return };
    findings
        .at(
            controller.artifact,
            &place(controller),
            format!(
                "the policy lets Karpenter do a part of a launch, and not {what}: no node class gets past its dry run, and no node starts"
            ),
        )
        .related(class.artifact, &route!["metadata", "name"], "a node class")
        .help("allow it, unless another policy of the controller does; Karpenter's reference for its CloudFormation template has the whole policy");
}

/// The kinds of resource that an action needs and no statement names, in words.
fn uncovered(action: &str, granting: &[&Statement<'_>]) -> Option<String> {
    let (service, name) = action.split_once(':')?;
    let action_of = iam::service(service)?.matching(name).next()?;
    let is_covered = |kind: &iam::ResourceType| {
        granting.iter().any(|statement| {
            let mut resources = statement.resources.iter();
            statement.is_inverted || resources.any(|it| it.is_open() || kind.can_be(it.text))
        })
    };
    let kinds = action_of.required_types().filter(|kind| !is_covered(kind));
    let names: Vec<&str> = kinds.map(|kind| kind.name).collect();
    (!names.is_empty()).then(|| format!("`{action}` on {}", words::both(&names)))
}

fn place(controller: &Policy<'_>) -> Route {
    let statement = LAUNCHING.iter().find_map(|action| controller.allowing(action).next());
    statement.map_or_else(|| route!["Statement"], |statement| statement.route.clone())
}
