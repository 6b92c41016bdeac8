//! A job is to encrypt its logs by a key that it may not use.

use serde_json::Value;

use crate::catalog::glob;
use crate::check::bundle::{IamRole, Item, Job, JobSource, Policy};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A job is to encrypt its logs by a key that it may not use.
pub const RULE: Rule = Rule {
    code: Code("uncovered-key"),
    severity: Severity::Error,
    summary: "a job encrypts its logs in S3 by a key that the policies of its role do not cover",
    page: include_str!("uncovered_key.md"),
    check,
};

const ACTION: &str = "kms:GenerateDataKey";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values() {
        let policies = bundle.identity.permissions(role);
        if policies.is_empty() {
            continue;
        }
        for job in role.jobs.iter().map(|index| &bundle.jobs[*index]) {
            if let Some((key, route)) = key(job).filter(|(key, _)| !may_use(&policies, key)) {
                report(bundle, job, role, (key, &route), findings);
            }
        }
    }
}

/// The key of a run's logs. The logs that AWS keeps itself are encrypted by AWS.
fn key<'a>(job: &Job<'a>) -> Option<(&'a str, Route)> {
    let pointer = "/configurationOverrides/monitoringConfiguration/s3MonitoringConfiguration/encryptionKeyArn";
    let request = job.artifact.value().filter(|_| job.source == JobSource::StartJobRun)?;
    let key = request.pointer(pointer).and_then(Value::as_str)?;
    Some((key, Route::from_pointer(pointer))).filter(|(key, _)| !key.contains('$'))
}

fn may_use(policies: &[&Policy<'_>], key: &str) -> bool {
    let covers = |item: &Item<'_>| item.is_open() || glob::matches(item.text, key);
    policies
        .iter()
        .flat_map(|policy| policy.allowing(ACTION))
        .any(|statement| statement.is_inverted || statement.resources.iter().any(covers))
}

fn report(
    bundle: &Bundle<'_>,
    job: &Job<'_>,
    role: &IamRole<'_>,
    (key, route): (&str, &Route),
    findings: &mut Findings,
) {
    let message = format!(
        "{} encrypts its logs by `{key}`, which its role `{}` may not use",
        job.title(),
        role.name
    );
    let found = findings
        .at(job.artifact, route, message)
        .help(format!("allow `{ACTION}` and `kms:Decrypt` on the key"));
    // The policy of the key, or another one of the role, may allow it.
    if !bundle.context.complete {
        found.severity(Severity::Warning);
    }
}
