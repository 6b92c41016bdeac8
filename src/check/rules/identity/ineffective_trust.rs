//! A statement of a trust policy admits nobody.

use crate::check::bundle::{Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// A statement of a trust policy admits nobody.
pub const RULE: Rule = Rule {
    code: Code("ineffective-trust"),
    severity: Severity::Error,
    summary: "a statement of a trust policy that no token and no pod can ever satisfy",
    page: include_str!("ineffective_trust.md"),
    check,
};

const PODS: &str = "pods.eks.amazonaws.com";
/// What the subjects of tokens begin with.
const ACCOUNTS: &str = "system:serviceaccount:";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for policy in bundle.identity.policies.iter().filter(|policy| policy.is_trust()) {
        if !policy.statements.is_empty() && policy.statements.iter().all(|it| !it.allows) {
            findings
                .at(
                    policy.artifact,
                    &policy.statements[0].route.then("Effect"),
                    "the trust policy allows nobody, and only denies",
                )
                .help("add a statement that allows who is to take the role");
        }
        for statement in policy.statements.iter().filter(|it| it.allows && !it.is_inverted) {
            literal_wildcards(policy, statement, findings);
            subjects(policy, statement, findings);
            services(policy, statement, findings);
            audience(policy, statement, findings);
            issuer(policy, statement, findings);
            actions(policy, statement, findings);
        }
    }
}

/// `StringEquals` takes a star for a star.
fn literal_wildcards(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    for condition in &statement.conditions {
        let is_exact = matches!(condition.operator, "StringEquals" | "ForAnyValue:StringEquals");
        if !is_exact || !condition.key.ends_with(":sub") {
            continue;
        }
        for item in condition.values.iter().filter(|item| item.text.contains(['*', '?'])) {
            findings
                .at(
                    policy.artifact,
                    &item.route,
                    format!("`StringEquals` takes the star in `{}` for a star", item.text),
                )
                .help("write `StringLike`, which knows wildcards");
        }
    }
}

/// All tokens of EKS are of service accounts.
fn subjects(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let is_eks = |key: &str| key.ends_with(":sub") && key.contains("oidc.eks.");
    for condition in statement.conditions.iter().filter(|it| is_eks(it.key)) {
        let is_positive =
            condition.operator.starts_with("String") && !condition.operator.contains("Not");
        let is_wrong = |text: &str| {
            !text.starts_with(ACCOUNTS) && !text.contains(['$', '*', '?'])
                || text.strip_prefix(ACCOUNTS).is_some_and(|it| it.split(':').count() > 2)
        };
        for item in condition.values.iter().filter(|item| is_positive && is_wrong(item.text)) {
            findings
                .at(policy.artifact, &item.route, format!("no token of EKS is of `{}`", item.text))
                .help(format!("write `{ACCOUNTS}<namespace>:<account>`"));
        }
    }
}

/// EKS Pod Identity has one name, in every partition.
fn services(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let is_near = |it: &str| spelling::slips(it, PODS) <= 2;
    let is_meant = |it: &str| it != PODS && (is_near(it) || it.starts_with("pods.eks."));
    for (_, item) in statement.principals.iter().filter(|(kind, _)| *kind == "Service") {
        if is_meant(item.text) && !item.is_open() {
            findings
                .at(policy.artifact, &item.route, format!("no service is called `{}`", item.text))
                .help(format!("write `{PODS}`, in every partition"));
        }
    }
}

/// EKS issues tokens for one audience, in every partition.
fn audience(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    for condition in statement.conditions.iter().filter(|it| it.key.ends_with(":aud")) {
        let admits = |text: &str| text == "sts.amazonaws.com" || text.contains(['*', '$']);
        let is_positive =
            condition.operator.starts_with("String") && !condition.operator.contains("Not");
        if !is_positive || condition.values.iter().any(|item| admits(item.text)) {
            continue;
        }
        let Some(item) = condition.values.first() else { continue };
        findings
            .at(
                policy.artifact,
                &item.route,
                format!("tokens of EKS are not made for the audience `{}`", item.text),
            )
            .help("write `sts.amazonaws.com`, in every partition");
    }
}

/// A token has the keys of the provider that issued it, and of no other.
fn issuer(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let provider = statement.principals.iter().find(|(kind, _)| *kind == "Federated");
    if let Some((_, it)) = provider.filter(|(_, it)| it.text.contains(":oidc-provider/http")) {
        findings
            .at(policy.artifact, &it.route, "no identity provider has `https://` in its ARN")
            .help("leave it out here and in the keys of the conditions");
        return;
    }
    let is_cut = |text: &str| text.contains(":oidc-provider/oidc.eks.") && !text.contains("/id/");
    if let Some((_, it)) = provider.filter(|(_, it)| is_cut(it.text) && !it.is_open()) {
        findings
            .at(policy.artifact, &it.route, "the identity provider has no id: it is no cluster's")
            .help("end it in `/id/` and the cluster's id: `aws eks describe-cluster` shows its issuer");
        return;
    }
    let provider = provider.and_then(|(_, it)| it.text.split_once(":oidc-provider/"));
    let Some((_, issuer)) = provider.filter(|(_, issuer)| !issuer.contains('$')) else { return };
    for condition in &statement.conditions {
        let Some((tested, part)) = condition.key.rsplit_once(':') else { continue };
        let is_token = matches!(part, "sub" | "aud") && tested.contains("oidc.eks");
        if !is_token || tested == issuer || tested.contains('$') {
            continue;
        }
        findings
            .at_key(
                policy.artifact,
                &condition.route,
                format!("the condition tests tokens of `{tested}`, and the provider is another"),
            )
            .help(format!("write `{issuer}:{part}`: a token has no keys of another issuer"));
    }
}

/// Each kind of principal comes by its own action.
fn actions(policy: &Policy<'_>, statement: &Statement<'_>, findings: &mut Findings) {
    let federated = statement
        .principals
        .iter()
        .any(|(kind, it)| *kind == "Federated" && it.text.contains(":oidc-provider/"));
    let pods = statement.principals.iter().any(|(kind, it)| *kind == "Service" && it.text == PODS);
    let needed: &[&str] = match (federated, pods) {
        (true, _) => &["sts:AssumeRoleWithWebIdentity"],
        (_, true) => &["sts:AssumeRole", "sts:TagSession"],
        _ => return,
    };
    let Some(missing) = needed.iter().find(|action| !statement.grants(action)) else { return };
    let who = if federated { "a web identity" } else { "EKS Pod Identity" };
    findings
        .at(
            policy.artifact,
            &statement.route.then("Action"),
            format!("the role admits {who}, but not by `{missing}`"),
        )
        .help(format!("allow {}", needed.join(" and ")));
}
