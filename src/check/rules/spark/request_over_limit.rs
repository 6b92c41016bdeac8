//! A pod asks for more CPU than it may have.

use crate::check::bundle::{Setting, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod asks for more CPU than it may have.
pub const RULE: Rule = Rule {
    code: Code("request-over-limit"),
    severity: Severity::Error,
    summary: "a driver or an executor requests more CPU than its limit, which the API server refuses",
    page: include_str!("request_over_limit.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for role in job.made_by_spark().iter().copied() {
            let word = role.word();
            let Some(pod) = job.pod(role) else { continue };
            let Some(limit) = pod.cpu_limit_millis.filter(|limit| *limit < pod.cpu_millis) else {
                continue;
            };
            let setting = |key: String| job.conf.setting(&key);
            let Some(at) = setting(format!("spark.kubernetes.{word}.limit.cores")) else {
                continue;
            };
            let message = format!(
                "the {word} of {} requests {} and is limited to {}",
                job.title(),
                words::cpu(pod.cpu_millis),
                words::cpu(limit)
            );
            let finding = findings
                .at(job.artifact, &at.route, message)
                .help("the API server refuses such a pod: raise the limit, or leave it away");
            let request: Option<&Setting> =
                setting(format!("spark.kubernetes.{word}.request.cores"))
                    .or_else(|| setting(format!("spark.{word}.cores")));
            if let Some(request) = request {
                finding.related(job.artifact, &request.route, "the request");
            }
        }
    }
}
