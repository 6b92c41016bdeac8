//! A policy names an action that IAM does not know.

use std::collections::BTreeMap;

use crate::catalog::iam;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// A policy names an action that IAM does not know.
pub const RULE: Rule = Rule {
    code: Code("unknown-iam-action"),
    severity: Severity::Warning,
    summary: "an action that no AWS service has, and that a policy therefore does not allow",
    page: include_str!("unknown_iam_action.md"),
    check,
};

/// What AWS's guides tell people to allow although its own list of actions no longer has it.
const FORMER: [&str; 1] = ["emr-containers:CreateAccessTokenForManagedEndpoint"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for policy in &bundle.identity.policies {
        for item in policy.statements.iter().flat_map(|statement| &statement.actions) {
            if *known.entry(item.text).or_insert_with(|| is_known(item.text)) {
                continue;
            }
            let prefix = item.text.split(':').next().and_then(meant);
            let written = prefix
                .map(|prefix| prefix.to_owned() + &item.text[item.text.find(':').unwrap_or(0)..]);
            let help =
                iam::suggestion(written.as_deref().unwrap_or(item.text)).or(written).map_or_else(
                    || {
                        "an action newer than emrgen's list is fine; any other does nothing"
                            .to_owned()
                    },
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
    if action.contains('$') || FORMER.iter().any(|former| former.eq_ignore_ascii_case(action)) {
        return true;
    }
    match iam::service(prefix) {
        Some(_) => !iam::matching(action).is_empty(),
        None => meant(prefix).is_none(),
    }
}

/// The service whose prefix is nearly this one. Short prefixes are too alike to tell.
fn meant(prefix: &str) -> Option<&'static str> {
    let long = iam::services().map(|service| service.prefix).filter(|known| known.len() >= 8);
    spelling::nearest(prefix, long, 2)
}
