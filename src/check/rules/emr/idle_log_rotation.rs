//! Logs are rotated that go nowhere.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Logs are rotated that go nowhere.
pub const RULE: Rule = Rule {
    code: Code("idle-log-rotation"),
    severity: Severity::Warning,
    summary: "log rotation without logs to S3, where it has no effect",
    page: include_str!("idle_log_rotation.md"),
    check,
};

const ROTATION: &str = "containerLogRotationConfiguration";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some((monitoring, route)) = job.monitoring() else { continue };
        if !monitoring.contains_key(ROTATION)
            || monitoring.contains_key("s3MonitoringConfiguration")
        {
            continue;
        }
        findings
            .at(
                job.artifact,
                &route.then(ROTATION),
                format!("{} rotates its logs, but sends none to S3", job.title()),
            )
            .help("add `s3MonitoringConfiguration`, without which rotation has no effect, or remove it");
    }
}
