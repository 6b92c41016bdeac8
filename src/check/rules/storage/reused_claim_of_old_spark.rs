//! Claims are handed on by a Spark that is not good at it.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// Claims are handed on by a Spark that is not good at it.
pub const RULE: Rule = Rule {
    code: Code("reused-claim-of-old-spark"),
    severity: Severity::Warning,
    summary: "claims of lost executors are reused by a Spark older than 3.4",
    page: include_str!("reused_claim_of_old_spark.md"),
    check,
};

const REUSE: &str = "spark.kubernetes.driver.reusePersistentVolumeClaim";
/// The first release that does it by itself, and the one from which EMR advises it.
const SOUND: MinorVersion = MinorVersion::new(3, 4);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(spark) = job.known_spark().filter(|spark| *spark < SOUND) else { continue };
        let Some(setting) = job.conf.setting(REUSE).filter(|it| it.value.trim() == "true") else {
            continue;
        };
        findings
            .at(
                job.artifact,
                &setting.route,
                format!("{} hands claims of lost executors on, which Spark {spark} may do while another still uses them", job.title()),
            )
            .help("take a release with Spark 3.4 or later, `emr-6.12.0` and above, or leave the key away");
    }
}
