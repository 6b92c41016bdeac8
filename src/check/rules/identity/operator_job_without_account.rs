//! An application runs as the default service account.

use crate::check::bundle::JobSource;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An application runs as the default service account.
pub const RULE: Rule = Rule {
    code: Code("operator-job-without-account"),
    severity: Severity::Warning,
    summary: "an application whose driver has no service account, and so neither rights nor a role",
    page: include_str!("operator_job_without_account.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication) {
        let driver = job.field("/driver");
        let key = "spark.kubernetes.authenticate.driver.serviceAccountName";
        let common = "spark.kubernetes.authenticate.serviceAccountName";
        let in_conf = job.conf.get(key).or_else(|| job.conf.get(common)).is_some();
        let fields = ["/serviceAccount", "/template/spec/serviceAccountName"];
        let written = |at: &&str| {
            let field = driver.and_then(|driver| driver.pointer(at));
            field.is_some_and(|it| it.as_str().is_none_or(|it| !it.is_empty()))
        };
        if in_conf || fields.iter().any(written) {
            continue;
        }
        findings
            .at_key(
                job.artifact,
                &job.place("/driver"),
                format!(
                    "the driver of {} runs as the account `default` of its namespace",
                    job.title()
                ),
            )
            .help(format!(
                "set `{}` to one that may make pods and has an IAM role; executors take it over",
                job.place("/driver/serviceAccount")
            ));
    }
}
