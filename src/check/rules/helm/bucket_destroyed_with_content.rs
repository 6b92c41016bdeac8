//! A bucket goes together with everything that is in it.

use serde_json::Value;

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A bucket goes together with everything that is in it.
pub const RULE: Rule = Rule {
    code: Code("bucket-destroyed-with-content"),
    severity: Severity::Warning,
    summary: "a bucket that `terraform destroy` empties before it removes it",
    page: include_str!("bucket_destroyed_with_content.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let buckets = terraform::resources(bundle.artifacts, "aws_s3_bucket");
    let modules = terraform::modules(bundle.artifacts)
        .filter(|module| module.text("source").is_some_and(|it| it.contains("s3-bucket")));
    for bucket in buckets.chain(modules) {
        if bucket.body.get("force_destroy") != Some(&Value::Bool(true)) {
            continue;
        }
        findings
            .at(
                bucket.artifact,
                &bucket.route.then("force_destroy"),
                format!("bucket `{}` is removed with all that is in it", bucket.label),
            )
            .help(
                "leave `force_destroy` out: a destroy by mistake then stops here; in a spec: \
                `aws.bucket`",
            );
    }
}
