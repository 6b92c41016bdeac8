//! A policy is larger than IAM takes.

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A policy is larger than IAM takes.
pub const RULE: Rule = Rule {
    code: Code("policy-too-large"),
    severity: Severity::Error,
    summary: "a policy that is larger than IAM's quota for its kind",
    page: include_str!("policy_too_large.md"),
    check,
};

/// Characters of a trust policy: by default, and at most. Source: IAM quotas.
const TRUST: (usize, usize) = (2048, 4096);
/// Characters of a managed policy, and of all inline policies of a role.
const PERMISSIONS: (usize, usize) = (6144, 10_240);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let has = |kind| terraform::resources(bundle.artifacts, kind).next().is_some();
    // Terraform tells which quota holds for what a role may do.
    let is_inline = has("aws_iam_role_policy") && !has("aws_iam_policy");
    for policy in &bundle.identity.policies {
        let Some(value) = policy.artifact.value() else { continue };
        // IAM does not count blanks between the parts.
        let text = value.to_string();
        // How long a text is that Terraform puts together is not known.
        if policy.artifact.origins.is_inner() && text.contains("${") {
            continue;
        }
        let size = text.chars().count();
        let (usual, most) = if policy.is_trust() { TRUST } else { PERMISSIONS };
        if size <= usual || (is_inline && !policy.is_trust() && size <= most) {
            continue;
        }
        let message = format!("the policy has {size} characters");
        let (what, help) = match (policy.is_trust(), size > most) {
            (true, true) => (
                "and a trust policy has at most 4096",
                "name several namespaces in one condition, or make a role for each",
            ),
            (true, false) => (
                "and a trust policy has 2048 unless the account's quota is raised",
                "name several namespaces in one condition, or raise the quota to 4096",
            ),
            (false, true) => (
                "and all inline policies of a role have 10240",
                "join statements, use prefixes, or split it into managed policies",
            ),
            (false, false) => (
                "and a managed policy has 6144",
                "attach it inline, or split it into two managed policies",
            ),
        };
        let found =
            findings.at(policy.artifact, &Route::ROOT, format!("{message}, {what}")).help(help);
        if size <= most {
            found.severity(Severity::Warning);
        }
    }
}
