//! The least number of executors is above the greatest.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The least number of executors is above the greatest.
pub const RULE: Rule = Rule {
    code: Code("min-over-max-executors"),
    severity: Severity::Error,
    summary: "dynamic allocation with a minimum above its maximum, which Spark refuses",
    page: include_str!("min_over_max_executors.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let setting = |name: &str| {
            let setting = job.conf.setting(&format!("spark.dynamicAllocation.{name}"))?;
            Some((setting, setting.value.trim().parse::<u64>().ok()?))
        };
        let enabled = job.conf.get("spark.dynamicAllocation.enabled");
        let (Some((least, min)), Some((most, max))) =
            (setting("minExecutors"), setting("maxExecutors"))
        else {
            continue;
        };
        if min <= max || enabled.is_none_or(|value| value.trim() != "true") {
            continue;
        }
        findings
            .at(
                job.artifact,
                &least.route,
                format!("{} wants at least {min} executors and at most {max}", job.title()),
            )
            .related(job.artifact, &most.route, "the most")
            .help("Spark fails at its start: raise `maxExecutors` or lower `minExecutors`");
    }
}
