//! A job is to use a key that its role may not use.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::catalog::glob;
use crate::check::bundle::terraform::{self, Resource};
use crate::check::bundle::{IamRole, Item, Job, JobSource, Policy, S3Place, S3Use, s3_parts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A job is to use a key that its role may not use.
pub const RULE: Rule = Rule {
    code: Code("uncovered-key"),
    severity: Severity::Error,
    summary: "a job's logs or a bucket that it names are encrypted by a key that the policies of its \
        role do not cover",
    page: include_str!("uncovered_key.md"),
    check,
};

const WRITES: &str = "kms:GenerateDataKey";
const READS: &str = "kms:Decrypt";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let keys = keys_of_buckets(bundle);
    for role in bundle.identity.roles.values() {
        let policies = bundle.identity.permissions(role);
        if policies.is_empty() {
            continue;
        }
        for job in bundle.users_of(role) {
            if let Some((key, route)) = key(job).filter(|(key, _)| !may_use(&policies, WRITES, key))
            {
                report(bundle, job, role, (key, &route), findings);
            }
            encrypted(job, role, &policies, &keys, findings);
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

/// The keys by which Terraform lets buckets encrypt, where both have a name of their own.
fn keys_of_buckets(bundle: &Bundle<'_>) -> BTreeMap<String, String> {
    let inline = terraform::resources(bundle.artifacts, "aws_s3_bucket").flat_map(|bucket| {
        let blocks = bucket.places("server_side_encryption_configuration").into_iter();
        let within = |(route, body)| Resource { route, body, ..bucket.clone() };
        let all: Vec<_> = blocks.map(within).map(|it| (bucket.answered("bucket"), it)).collect();
        all
    });
    let own = "aws_s3_bucket_server_side_encryption_configuration";
    let own = terraform::resources(bundle.artifacts, own).map(|it| (it.answered("bucket"), it));
    let keys = inline.chain(own).filter_map(|(bucket, encryption)| {
        let rule = encryption.block("rule")?;
        let key = rule.block("apply_server_side_encryption_by_default")?;
        Some((bucket?, key.answered("kms_master_key_id")?))
    });
    keys.filter(|(_, key)| key.starts_with("arn:") && key.contains(":key/")).collect()
}

/// What a job reads from and writes to buckets that encrypt by a key.
fn encrypted(
    job: &Job<'_>,
    role: &IamRole<'_>,
    policies: &[&Policy<'_>],
    keys: &BTreeMap<String, String>,
    findings: &mut Findings,
) {
    for S3Place { uri, route, how } in &job.s3_places() {
        let key = s3_parts(uri).and_then(|(bucket, _)| keys.get(bucket));
        let action = if *how == S3Use::Writes { WRITES } else { READS };
        let Some(key) = key.filter(|key| !may_use(policies, action, key)) else { continue };
        let message = format!(
            "{} names `{uri}`, whose bucket encrypts by `{key}`, which its role `{}` may not use",
            job.title(),
            role.name
        );
        findings.at(job.artifact, route, message).severity(Severity::Warning).help(format!(
            "allow `{WRITES}` and `{READS}` on the key, unless the key's own policy lets the role use it"
        ));
        return;
    }
}

fn may_use(policies: &[&Policy<'_>], action: &str, key: &str) -> bool {
    let covers = |item: &Item<'_>| item.is_open() || glob::matches(item.text, key);
    policies
        .iter()
        .flat_map(|policy| policy.allowing(action))
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
        .help(format!("allow `{WRITES}` and `kms:Decrypt` on the key"));
    // The policy of the key, or another one of the role, may allow it.
    if !bundle.context.complete {
        found.severity(Severity::Warning);
    }
}
