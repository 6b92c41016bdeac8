//! A role does not trust one of the accounts of its jobs.

use crate::catalog::glob;
use crate::check::bundle::{IamRole, Subject};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::{Arn, base36};

/// A role does not trust one of the accounts of its jobs.
pub const RULE: Rule = Rule {
    code: Code("untrusted-job-account"),
    severity: Severity::Error,
    summary: "a trust policy that admits some of the accounts of a job run, and not all",
    page: include_str!("untrusted_job_account.md"),
    check,
};

/// The accounts of a job run: submitter, driver, executors.
const COMPONENTS: [&str; 3] = ["spark-client", "spark-driver", "spark-executor"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values().filter(|role| !role.jobs.is_empty()) {
        // Whoever has an association needs no token, and roles without one may be the operator's.
        if role.associations.is_empty() {
            judge(bundle, role, findings);
        }
    }
}

fn judge(bundle: &Bundle<'_>, role: &IamRole<'_>, findings: &mut Findings) {
    let policies = bundle.identity.trust(role);
    let subjects: Vec<_> = policies
        .iter()
        .flat_map(|policy| {
            let all = policy.statements.iter().filter(|it| it.allows);
            all.flat_map(|it| it.subjects()).map(move |found| (*policy, found))
        })
        .filter(|(_, (subject, _))| subject.is_emrs())
        .collect();
    let is_open = policies.iter().any(|policy| policy.has_open_subject());
    let Some(account) = Arn::parse(&role.arn).ok().map(|arn| arn.account().to_owned()) else {
        return;
    };
    let name =
        |component: &str| format!("emr-containers-sa-{component}-{account}-{}", base36(&role.name));
    let admits = |component: &&&str| {
        let name = name(component);
        subjects.iter().any(|(_, (it, _)): &(_, (Subject<'_>, _))| glob::matches(it.account, &name))
    };
    let (admitted, missing): (Vec<&str>, Vec<&str>) =
        COMPONENTS.iter().partition(|component| admits(component));
    let (Some((policy, (_, item))), Some(missing)) = (subjects.first(), missing.first()) else {
        return;
    };
    // Of accounts of another role, another rule tells.
    if admitted.is_empty() || is_open {
        return;
    }
    let message = format!("role `{}` does not trust the {missing} account of its jobs", role.name);
    findings.at(policy.artifact, &item.route, message).help(format!(
        "add `{}`, or write `emr-containers-sa-*-*-…` with `StringLike`, which is all three",
        name(missing)
    ));
}
