//! A job may not use a place in S3 that it names.

use crate::check::bundle::{IamRole, Job, Policy, S3Place, S3Use, covers_s3, s3_parts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job may not use a place in S3 that it names.
pub const RULE: Rule = Rule {
    code: Code("uncovered-bucket"),
    severity: Severity::Error,
    summary: "a job names a place in S3 that the policies of its role do not cover",
    page: include_str!("uncovered_bucket.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values() {
        let policies = bundle.identity.permissions(role);
        // Policies without a word on S3 are about something else.
        let on_s3 = ["s3:GetObject", "s3:PutObject"]
            .iter()
            .any(|action| policies.iter().any(|policy| policy.allowing(action).next().is_some()));
        if !on_s3 {
            continue;
        }
        for job in bundle.users_of(role) {
            judge(bundle, role, job, &policies, findings);
        }
    }
}

fn judge(
    bundle: &Bundle<'_>,
    role: &IamRole<'_>,
    job: &Job<'_>,
    policies: &[&Policy<'_>],
    findings: &mut Findings,
) {
    let mut told: Vec<&str> = Vec::new();
    for S3Place { uri, route, how } in &job.s3_places() {
        let Some((bucket, key)) = s3_parts(uri) else { continue };
        if told.contains(&bucket) || is_covered(policies, bucket, key, *how) {
            continue;
        }
        told.push(bucket);
        let (verb, action) = match how {
            S3Use::Reads => ("reads", "s3:GetObject"),
            S3Use::Writes => ("writes to", "s3:PutObject"),
            S3Use::Names => ("names", "s3:GetObject` or `s3:PutObject"),
        };
        let found = findings
            .at(
                job.artifact,
                route,
                format!("{} {verb} `{uri}`, which its role `{}` may not", job.title(), role.name),
            )
            .related(policies[0].artifact, &policies[0].statements[0].route, "what the role may do")
            .help(format!(
                "allow `{action}` on `arn:aws:s3:::{bucket}/…`; in a spec: add the \
                place to the team's `data`"
            ));
        // What a program does with an argument, and which other policies there are, is not known.
        if !bundle.context.complete || matches!(how, S3Use::Names) {
            found.severity(Severity::Warning);
        }
    }
}

fn is_covered(policies: &[&Policy<'_>], bucket: &str, key: &str, how: S3Use) -> bool {
    let by = |action: &str, below: bool| {
        policies.iter().any(|it| it.allowing(action).any(|it| covers_s3(it, bucket, key, below)))
    };
    match how {
        S3Use::Reads => by("s3:GetObject", false),
        S3Use::Writes => by("s3:PutObject", true),
        S3Use::Names => by("s3:GetObject", true) || by("s3:PutObject", true),
    }
}
