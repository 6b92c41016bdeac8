//! The parts of a trust policy name different AWS accounts.

use crate::catalog::glob;
use crate::check::bundle::{IamRole, Item, Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::Arn;

/// The parts of a trust policy name different AWS accounts.
pub const RULE: Rule = Rule {
    code: Code("trust-of-other-account"),
    severity: Severity::Error,
    summary: "a trust policy names another AWS account or partition than that of the role or \
        the provider",
    page: include_str!("trust_of_other_account.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let identity = &bundle.identity;
    let mut linked = vec![None; identity.policies.len()];
    for role in identity.roles.values() {
        role.trust.iter().for_each(|index| linked[*index] = Some(role));
    }
    for (policy, role) in identity.policies.iter().zip(linked).filter(|(it, _)| it.is_trust()) {
        policy.statements.iter().for_each(|it| judge(policy, it, role, findings));
    }
}

fn judge(
    policy: &Policy<'_>,
    statement: &Statement<'_>,
    role: Option<&IamRole<'_>>,
    findings: &mut Findings,
) {
    let of_role = role.and_then(|role| Arn::parse(&role.arn).ok());
    let provider = statement.principals.iter().find(|(kind, _)| *kind == "Federated");
    let provider = provider.and_then(|(_, item)| Some((Arn::parse(item.text).ok()?, item)));
    if let (Some((provider, item)), Some(role)) = (&provider, &of_role) {
        let parts = [
            (provider.partition(), role.partition(), "partition"),
            (provider.account(), role.account(), "account"),
        ];
        if let Some((theirs, ours, noun)) = parts.iter().find(|(theirs, ours, _)| theirs != ours) {
            let message =
                format!("the identity provider is in {noun} {theirs}, and the role in {ours}");
            return report(policy, &item.route, message, findings);
        }
    }
    let home = of_role.as_ref().or(provider.as_ref().map(|(provider, _)| provider));
    let Some(home) = home.map(Arn::account).filter(|account| account.len() == 12) else { return };
    source(policy, statement, home, findings);
    for (subject, item) in statement.subjects() {
        let owner = subject.owner().map(|(owner, _)| owner);
        if let Some(owner) = owner.filter(|owner| *owner != "*" && *owner != home) {
            let message = format!(
                "the service accounts are those of AWS account {owner}, and the role is in {home}"
            );
            report(policy, &item.route, message, findings);
        }
    }
}

/// EKS Pod Identity comes from a cluster of the role's own account.
fn source(policy: &Policy<'_>, statement: &Statement<'_>, home: &str, findings: &mut Findings) {
    let is_pods = |(_, item): &(&str, Item<'_>)| item.text == "pods.eks.amazonaws.com";
    if !statement.principals.iter().any(is_pods) {
        return;
    }
    let is_source = |key: &str| key.eq_ignore_ascii_case("aws:SourceAccount");
    for condition in statement.conditions.iter().filter(|it| is_source(it.key)) {
        let admits = |item: &Item<'_>| item.is_open() || glob::matches(item.text, home);
        let is_strict =
            condition.operator.starts_with("String") && !condition.operator.contains("Not");
        let Some(item) = condition.values.first().filter(|_| is_strict) else { continue };
        if !condition.values.iter().any(admits) {
            let message = format!(
                "the role admits clusters of AWS account {} only, and is itself in {home}",
                item.text
            );
            report(policy, &item.route, message, findings);
        }
    }
}

fn report(policy: &Policy<'_>, route: &Route, message: String, findings: &mut Findings) {
    findings.at(policy.artifact, route, message).help(
        "EMR writes the account of the role into the names of its service accounts, and a role \
            trusts providers of its own account",
    );
}
