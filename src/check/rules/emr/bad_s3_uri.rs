//! No object can have this URI.

use crate::artifact::Artifact;
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// No object can have this URI.
pub const RULE: Rule = Rule {
    code: Code("bad-s3-uri"),
    severity: Severity::Error,
    summary: "an S3 URI without scheme or bucket, or with a name that no bucket can have",
    page: include_str!("bad_s3_uri.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        judge(job.artifact, &job.title(), findings);
    }
    for artifact in bundle.flink_deployments() {
        let title = format!("deployment `{}`", artifact.name().unwrap_or_default());
        judge(artifact, &title, findings);
    }
}

fn judge(artifact: &Artifact, title: &str, findings: &mut Findings) {
    let Some(value) = artifact.value() else { return };
    texts(value, &mut |trail, text| {
        // The place of logs is a URI whatever it looks like.
        if trail.keys().next() == Some("logUri") {
            if let Some(fault) = fault_of_logs(text) {
                report(artifact, title, &trail.route(), text, &fault, findings);
            }
            return;
        }
        for part in text.split(',').filter(|_| text.starts_with("s3")) {
            if let Some(fault) = fault(part.trim()) {
                report(artifact, title, &trail.route(), part.trim(), &fault, findings);
            }
        }
    });
}

fn fault_of_logs(uri: &str) -> Option<Fault> {
    match uri {
        open if open.contains(['$', '<']) => None,
        whole if whole.starts_with("s3") => fault(whole),
        _ => Some(Fault::Scheme),
    }
}

enum Fault {
    Scheme,
    Bucket(String),
    Blank,
}

/// What is wrong with a text that begins as an S3 URI does.
fn fault(uri: &str) -> Option<Fault> {
    let (scheme, rest) = uri.split_once(':')?;
    if !["s3", "s3a", "s3n"].contains(&scheme) || uri.contains(['$', '<', '{']) {
        return None;
    }
    let Some(path) = rest.strip_prefix("//") else { return Some(Fault::Scheme) };
    let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
    if !is_bucket(bucket) {
        return Some(Fault::Bucket(bucket.to_owned()));
    }
    key.contains(' ').then_some(Fault::Blank)
}

/// The rule for general-purpose buckets; access points have ARNs and aliases of the same form.
fn is_bucket(name: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    let is_arn = name.starts_with("arn:");
    is_arn || ((3..=63).contains(&name.len()) && name.bytes().all(plain))
}

fn report(
    artifact: &Artifact,
    title: &str,
    route: &Route,
    uri: &str,
    fault: &Fault,
    findings: &mut Findings,
) {
    let (message, help) = match fault {
        Fault::Scheme => (
            format!("{title} names `{uri}`, which is no S3 URI"),
            "write `s3://bucket/prefix/`".to_owned(),
        ),
        Fault::Bucket(bucket) if bucket.is_empty() => (
            format!("{title} names `{uri}`, which has no bucket"),
            "write `s3://bucket/prefix/`: a log group is no place in S3".to_owned(),
        ),
        Fault::Bucket(bucket) => (
            format!("{title} names `{uri}`, but no bucket can be called `{bucket}`"),
            "names of buckets have 3 to 63 lower-case letters, digits, `-` and `.`".to_owned(),
        ),
        Fault::Blank => (
            format!("{title} names `{uri}`, a key with a blank that programs may split"),
            "rename the object, or check that whatever reads the argument takes it whole"
                .to_owned(),
        ),
    };
    let found = findings.at(artifact, route, message).help(help);
    if matches!(fault, Fault::Blank) {
        found.severity(Severity::Warning);
    }
}
