//! A condition tests what the action does not have.

use crate::catalog::iam::{self, Action};
use crate::check::bundle::{Condition, Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A condition tests what the action does not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-condition-key"),
    severity: Severity::Warning,
    summary: "a condition on a key that none of the statement's actions has, so that it never \
        holds",
    page: include_str!("unknown_condition_key.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for policy in bundle.identity.policies.iter().filter(|policy| !policy.is_trust()) {
        for statement in policy.statements.iter().filter(|it| it.allows && !it.is_inverted) {
            judge(policy, statement, findings);
        }
    }
}

fn judge(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let Some(actions) = actions(statement) else { return };
    for condition in statement.conditions.iter().filter(|it| is_strict(it)) {
        if actions.iter().any(|action| action.has_condition_key(condition.key)) {
            continue;
        }
        let service = condition.key.split(':').next().unwrap_or_default();
        // A key of a service that the catalog does not hold may be anything.
        if iam::service(service).is_none() || condition.key.contains('$') {
            continue;
        }
        let message = format!("no action of this statement has `{}`", condition.key);
        findings.at_key(policy.artifact, &condition.route, message).help(format!(
            "a key that is not there fulfils no `{}`, so the statement allows nothing: write a key \
            of the actions, or give the actions a statement of their own",
            condition.operator
        ));
    }
}

/// The actions that a statement names; `None` where one of them is not known.
fn actions(statement: &Statement<'_>) -> Option<Vec<&'static Action>> {
    let mut all = Vec::new();
    for item in &statement.actions {
        let found = iam::matching(item.text);
        if found.is_empty() || item.text == "*" {
            return None;
        }
        all.extend(found);
    }
    Some(all)
}

/// Whether a key that is not there makes the condition fail.
fn is_strict(condition: &Condition<'_>) -> bool {
    let operator = condition.operator;
    let is_lenient = ["IfExists", "Not", "Null", "ForAllValues"];
    !is_lenient.iter().any(|word| operator.contains(word))
}
