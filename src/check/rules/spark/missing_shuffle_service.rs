//! Executors look for a service that Kubernetes does not have.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Executors look for a service that Kubernetes does not have.
pub const RULE: Rule = Rule {
    code: Code("missing-shuffle-service"),
    severity: Severity::Warning,
    summary: "executors are told to use the external shuffle service, which is not there on Kubernetes",
    page: include_str!("missing_shuffle_service.md"),
    check,
};

const SERVICE: &str = "spark.shuffle.service.enabled";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(setting) = job.conf.setting(SERVICE) else { continue };
        if setting.value.trim() != "true" || job.shuffles_elsewhere() {
            continue;
        }
        findings
            .at(
                job.artifact,
                &setting.route,
                format!("the executors of {} register with a shuffle service on their node, and end where there is none", job.title()),
            )
            .help("leave it away, and set `spark.dynamicAllocation.shuffleTracking.enabled` to `true` where executors come and go");
    }
}
