//! No object can have this URI.

use crate::check::bundle::{Job, texts};
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
    for job in &bundle.jobs {
        let Some(value) = job.artifact.value() else { continue };
        log_uri(job, findings);
        texts(value, &mut |trail, text| {
            let is_log_uri = trail.keys().next() == Some("logUri");
            if !text.starts_with("s3") || is_log_uri {
                return;
            }
            for part in text.split(',') {
                if let Some(fault) = fault(part.trim()) {
                    report(job, &trail.route(), part.trim(), &fault, findings);
                }
            }
        });
    }
}

/// The place of logs is a URI whatever it looks like.
fn log_uri(job: &Job<'_>, findings: &mut Findings) {
    let Some((uri, route)) = job.log_uri() else { return };
    let fault = match uri {
        open if open.contains(['$', '<']) => None,
        whole if whole.starts_with("s3") => fault(whole),
        _ => Some(Fault::Scheme),
    };
    if let Some(fault) = fault {
        report(job, &route, uri, &fault, findings);
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

fn report(job: &Job<'_>, route: &Route, uri: &str, fault: &Fault, findings: &mut Findings) {
    let title = job.title();
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
    let found = findings.at(job.artifact, route, message).help(help);
    if matches!(fault, Fault::Blank) {
        found.severity(Severity::Warning);
    }
}
