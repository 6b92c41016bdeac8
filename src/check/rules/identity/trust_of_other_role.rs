//! A role trusts the accounts of another role's jobs.

use std::collections::BTreeSet;

use crate::check::bundle::{IamRole, from_base36};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::base36;

/// A role trusts the accounts of another role's jobs.
pub const RULE: Rule = Rule {
    code: Code("trust-of-other-role"),
    severity: Severity::Error,
    summary: "the trust policy of a role names the service accounts that EMR makes for another \
        role",
    page: include_str!("trust_of_other_role.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values().filter(|role| !role.jobs.is_empty()) {
        judge(bundle, role, findings);
    }
}

fn judge(bundle: &Bundle<'_>, role: &IamRole<'_>, findings: &mut Findings) {
    let own = base36(&role.name);
    let policies = bundle.identity.trust(role);
    if policies.iter().any(|policy| policy.has_open_subject()) {
        return;
    }
    let subjects = || {
        policies.iter().flat_map(|policy| {
            let all = policy.statements.iter().flat_map(|statement| statement.subjects());
            all.filter_map(move |(subject, item)| Some((*policy, subject.owner()?.1, item)))
        })
    };
    let encoded: BTreeSet<&str> = subjects().map(|(_, encoded, _)| encoded).collect();
    // A wildcard admits this role too; one right subject is enough.
    if encoded.is_empty() || encoded.iter().any(|it| *it == own || it.contains(['*', '?'])) {
        return;
    }
    for (policy, encoded, item) in subjects() {
        let other = from_base36(encoded)
            .map_or_else(|| "no role".to_owned(), |name| format!("the role `{name}`"));
        findings
            .at(
                policy.artifact,
                &item.route,
                format!("role `{}` trusts the service accounts of {other}", role.name),
            )
            .help(format!(
                "write `{own}` in place of `{encoded}`: that is `{}` in base 36, as EMR writes it",
                role.name
            ));
    }
}
