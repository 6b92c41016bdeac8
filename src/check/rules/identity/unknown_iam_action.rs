//! A policy names an action that IAM does not know.

use std::collections::BTreeMap;

use crate::catalog::iam;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A policy names an action that IAM does not know.
pub const RULE: Rule = Rule {
    code: Code("unknown-iam-action"),
    severity: Severity::Warning,
    summary: "an action that no AWS service has, and that a policy therefore does not allow",
    page: include_str!("unknown_iam_action.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for policy in &bundle.identity.policies {
        for item in policy.statements.iter().flat_map(|statement| &statement.actions) {
            if *known.entry(item.text).or_insert_with(|| is_known(item.text)) {
                continue;
            }
            let help = iam::suggestion(item.text).map_or_else(
                || "an action newer than emrgen's list is fine; any other does nothing".to_owned(),
                |action| format!("write `{action}`, if that is meant"),
            );
            findings
                .at(
                    policy.artifact,
                    &item.route,
                    format!("there is no IAM action `{}`, as far as emrgen knows", item.text),
                )
                .help(help);
        }
    }
}

/// Whether it names anything, or is of a service that the catalog does not hold.
fn is_known(action: &str) -> bool {
    let Some((prefix, _)) = action.split_once(':') else { return true };
    action.contains('$') || iam::service(prefix).is_none() || !iam::matching(action).is_empty()
}
