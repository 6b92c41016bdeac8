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
        if job.driver_account().is_some() {
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
