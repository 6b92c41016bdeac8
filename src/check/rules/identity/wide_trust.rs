//! A role may be taken by jobs that it is not for.

use crate::check::bundle::{Policy, Statement, Subject};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A role may be taken by jobs that it is not for.
pub const RULE: Rule = Rule {
    code: Code("wide-trust"),
    severity: Severity::Warning,
    summary: "a trust policy that admits the service accounts of other roles or other pods",
    page: include_str!("wide_trust.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for policy in bundle.identity.policies.iter().filter(|policy| policy.is_trust()) {
        for statement in policy.statements.iter().filter(|statement| statement.allows) {
            judge(policy, statement, findings);
        }
    }
}

fn judge(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let is_eks = |text: &str| text.contains(":oidc-provider/oidc.eks");
    let provider =
        statement.principals.iter().find(|(kind, item)| *kind == "Federated" && is_eks(item.text));
    let tests_subject = statement.conditions.iter().any(|it| it.key.ends_with(":sub"));
    if let Some((_, item)) = provider.filter(|_| !tests_subject) {
        findings
            .at(
                policy.artifact,
                &item.route,
                "every pod of the cluster that has a service account can take this role",
            )
            .help("test the token's `sub` for a namespace and a service account");
    }
    for (subject, item) in statement.subjects() {
        let Some(who) = too_wide(subject) else { continue };
        findings.at(policy.artifact, &item.route, format!("the trust policy admits {who}")).help(
            "end the pattern with the account and the role's name in base 36: `aws \
                emr-containers update-role-trust-policy` writes it, and so does emrgen",
        );
    }
}

/// Whom a subject admits beside those that are meant.
fn too_wide(subject: Subject<'_>) -> Option<String> {
    let Subject { namespace, account } = subject;
    if namespace.contains('*') && account.contains('*') {
        return Some("service accounts of every namespace that matches".to_owned());
    }
    if account == "*" {
        return Some(format!("every service account of namespace `{namespace}`"));
    }
    if !subject.is_emrs() || !account.contains('*') {
        return None;
    }
    match subject.owner() {
        Some((_, role)) if role.contains(['*', '?']) => {
            Some(format!("the jobs of every role in namespace `{namespace}`"))
        }
        Some(_) => None,
        None => Some(format!(
            "whatever account of namespace `{namespace}` begins with `{}`",
            account.trim_end_matches('*')
        )),
    }
}
