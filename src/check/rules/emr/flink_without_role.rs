//! A Flink deployment on EMR has no role.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A Flink deployment on EMR has no role.
pub const RULE: Rule = Rule {
    code: Code("flink-without-role"),
    severity: Severity::Warning,
    summary: "a Flink deployment on an EMR release with neither an execution role nor an account",
    page: include_str!("flink_without_role.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.flink_deployments() {
        let spec = artifact.value().and_then(|value| value.get("spec"));
        let has = |pointer: &str| spec.is_some_and(|spec| spec.pointer(pointer).is_some());
        let accounts =
            ["/executionRoleArn", "/serviceAccount", "/podTemplate/spec/serviceAccountName"];
        if !has("/emrReleaseLabel") || accounts.iter().any(|pointer| has(pointer)) {
            continue;
        }
        findings
            .at(
                artifact,
                &route!["spec", "emrReleaseLabel"],
                format!(
                    "deployment `{}` runs on an EMR release, but has neither a role nor an account",
                    artifact.name().unwrap_or_default()
                ),
            )
            .help(
                "set `spec.executionRoleArn`: EMR's operator makes the account that may assume it",
            );
    }
}
