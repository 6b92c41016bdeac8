//! A role is given to an account that EMR never makes.

use crate::artifact::Kind;
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A role is given to an account that EMR never makes.
pub const RULE: Rule = Rule {
    code: Code("unknown-emr-account"),
    severity: Severity::Warning,
    summary: "EKS Pod Identity for a service account that looks like EMR's and is none",
    page: include_str!("unknown_emr_account.md"),
    check,
};

/// What stands between `emr-containers-sa-` and the account and role of a job's accounts.
/// Source: `create-role-associations` of the AWS CLI.
const SUFFIXED: [&str; 8] = [
    "spark-client",
    "spark-driver",
    "spark-executor",
    "spark-jeg",
    "spark-jeg-kernel",
    "spark-session",
    "flink-jobmanager",
    "flink-taskmanager",
];

/// Accounts of the operators and of Livy, whose names end there. The second of Livy's has one
/// letter less.
const WHOLE: [&str; 4] = [
    "emr-containers-sa-spark-operator",
    "emr-containers-sa-flink-operator",
    "emr-containers-sa-livy",
    "emr-container-sa-spark-livy",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for association in bundle.of(Kind::PodIdentityAssociation) {
        let account = association.value().and_then(|it| it.get("serviceAccount")?.as_str());
        let Some(account) = account.filter(|it| is_wrong(it)) else { continue };
        let message = format!("EMR makes no service account `{account}`");
        findings.at(association, &route!["serviceAccount"], message).help(format!(
            "its names are `emr-containers-sa-`, one of {}, the AWS account and the role in base \
            36; those of operators and Livy are {}",
            words::either(SUFFIXED),
            words::both(WHOLE)
        ));
    }
}

fn is_wrong(account: &str) -> bool {
    let is_like = account.starts_with("emr-container");
    is_like && !account.contains(['$', '<', '{', '*']) && !is_known(account)
}

fn is_known(account: &str) -> bool {
    let ends = |rest: &str| {
        let owner = rest.strip_prefix('-').and_then(|rest| rest.split_once('-'));
        owner.is_some_and(|(owner, role)| {
            let digits = owner.len() == 12 && owner.bytes().all(|byte| byte.is_ascii_digit());
            digits && !role.is_empty() && role.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    let rest = account.strip_prefix("emr-containers-sa-").unwrap_or_default();
    let is_suffixed = |name: &&str| rest.strip_prefix(*name).is_some_and(ends);
    WHOLE.contains(&account) || SUFFIXED.iter().any(is_suffixed)
}
