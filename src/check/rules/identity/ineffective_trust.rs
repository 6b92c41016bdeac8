//! A statement of a trust policy admits nobody.

use crate::check::bundle::{Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A statement of a trust policy admits nobody.
pub const RULE: Rule = Rule {
    code: Code("ineffective-trust"),
    severity: Severity::Error,
    summary: "a statement of a trust policy that no token and no pod can ever satisfy",
    page: include_str!("ineffective_trust.md"),
    check,
};

const PODS: &str = "pods.eks.amazonaws.com";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for policy in bundle.identity.policies.iter().filter(|policy| policy.is_trust()) {
        for statement in policy.statements.iter().filter(|it| it.allows && !it.is_inverted) {
            literal_wildcards(policy, statement, findings);
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
