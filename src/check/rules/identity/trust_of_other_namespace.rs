//! A role does not trust the namespace that its jobs run in.

use std::collections::BTreeSet;

use crate::catalog::glob;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A role does not trust the namespace that its jobs run in.
pub const RULE: Rule = Rule {
    code: Code("trust-of-other-namespace"),
    severity: Severity::Error,
    summary: "jobs run in a namespace that the trust policy of their role does not name",
    page: include_str!("trust_of_other_namespace.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values() {
        let policies = bundle.identity.trust(role);
        if policies.iter().any(|policy| policy.has_open_subject()) {
            continue;
        }
        let subjects: Vec<_> = policies
            .iter()
            .flat_map(|policy| {
                let all = policy.statements.iter().flat_map(|statement| statement.subjects());
                all.filter(|(subject, _)| subject.is_emrs()).map(move |found| (*policy, found))
            })
            .collect();
        let Some((policy, (first, item))) = subjects.first() else { continue };
        let mut told = BTreeSet::new();
        for job in role.jobs.iter().map(|index| &bundle.jobs[*index]) {
            let Some(namespace) = &job.namespace else { continue };
            let admits = |pattern: &str| glob::matches(pattern, namespace);
            if subjects.iter().any(|(_, (it, _))| admits(it.namespace)) || !told.insert(namespace) {
                continue;
            }
            findings
                .at(
                    policy.artifact,
                    &item.route,
                    format!(
                        "{} runs in namespace `{namespace}`, but role `{}` trusts accounts of `{}`",
                        job.title(),
                        role.name,
                        first.namespace
                    ),
                )
                .help(format!("write `{namespace}`, or add a statement for it"));
        }
    }
}
