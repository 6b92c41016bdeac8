//! A job may not use a place in S3 that it names.

use serde_json::Value;

use crate::check::bundle::{DRIVERS, IamRole, Job, Policy, covers_s3, s3_parts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A job may not use a place in S3 that it names.
pub const RULE: Rule = Rule {
    code: Code("uncovered-bucket"),
    severity: Severity::Error,
    summary: "a job names a place in S3 that the policies of its role do not cover",
    page: include_str!("uncovered_bucket.md"),
    check,
};

/// What a job does with a place.
#[derive(Clone, Copy)]
enum Use {
    /// Reads the object.
    Reads,
    /// Writes below the prefix.
    Writes,
    /// Reads or writes at or below it; only the program knows.
    Names,
}

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
        for job in role.jobs.iter().map(|index| &bundle.jobs[*index]) {
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
    for (uri, route, how) in &places(job) {
        let Some((bucket, key)) = s3_parts(uri) else { continue };
        if told.contains(&bucket) || is_covered(policies, bucket, key, *how) {
            continue;
        }
        told.push(bucket);
        let (verb, action) = match how {
            Use::Reads => ("reads", "s3:GetObject"),
            Use::Writes => ("writes to", "s3:PutObject"),
            Use::Names => ("names", "s3:GetObject` or `s3:PutObject"),
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
        if !bundle.context.complete || matches!(how, Use::Names) {
            found.severity(Severity::Warning);
        }
    }
}

fn is_covered(policies: &[&Policy<'_>], bucket: &str, key: &str, how: Use) -> bool {
    let by = |action: &str, below: bool| {
        policies.iter().any(|it| it.allowing(action).any(|it| covers_s3(it, bucket, key, below)))
    };
    match how {
        Use::Reads => by("s3:GetObject", false),
        Use::Writes => by("s3:PutObject", true),
        Use::Names => by("s3:GetObject", true) || by("s3:PutObject", true),
    }
}

fn places(job: &Job<'_>) -> Vec<(String, Route, Use)> {
    let mut found = Vec::new();
    for (name, _) in DRIVERS {
        let pointer = format!("/jobDriver/{name}/entryPoint");
        let program = job.field(&pointer).and_then(Value::as_str);
        found.extend(program.map(|uri| (uri.to_owned(), job.place(&pointer), Use::Reads)));
    }
    for role in ["driver", "executor"] {
        let key = format!("spark.kubernetes.{role}.podTemplateFile");
        found.extend(
            job.conf.setting(&key).map(|it| (it.value.clone(), it.route.clone(), Use::Reads)),
        );
    }
    found.extend(job.log_uri().map(|(uri, route)| (uri.to_owned(), route, Use::Writes)));
    let events = job.conf.setting("spark.eventLog.dir");
    found.extend(events.map(|it| (it.value.clone(), it.route.clone(), Use::Writes)));
    let pointer = "/jobDriver/sparkSubmitJobDriver/entryPointArguments";
    let arguments = job.field(pointer).and_then(Value::as_array);
    for (index, argument) in arguments.into_iter().flatten().enumerate() {
        let Some(text) = Value::as_str(argument) else { continue };
        // `--input=s3://…` names a place as well.
        let uri = text.find("s3").map_or(text, |at| &text[at..]);
        found.push((uri.to_owned(), job.place(pointer).then(index), Use::Names));
    }
    found
}
