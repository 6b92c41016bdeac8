//! Executors take over claims of the dead with a Spark that mixes up their blocks.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// Executors take over claims of the dead with a Spark that mixes up their blocks.
pub const RULE: Rule = Rule {
    code: Code("early-claim-reuse"),
    severity: Severity::Warning,
    summary: "claims are reused with a Spark before 3.4",
    page: include_str!("early_claim_reuse.md"),
    check,
};

const REUSE: &str = "spark.kubernetes.driver.reusePersistentVolumeClaim";
/// Source: Spark's notes on 3.4, which turned reuse on; EMR advises it from 6.12 on.
const SOUND_SINCE: MinorVersion = MinorVersion::new(3, 4);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.release.is_some()) {
        let Some(setting) = job.conf.setting(REUSE) else { continue };
        if job.spark() >= SOUND_SINCE || !setting.value.eq_ignore_ascii_case("true") {
            continue;
        }
        findings
            .at(
                job.artifact,
                &setting.route,
                format!("job `{}` reuses claims with Spark {}, where an executor may delete or mix the blocks of another", job.name, job.spark()),
            )
            .help("take a release from emr-6.12.0 on, which has Spark 3.4, or leave reuse away");
    }
}
