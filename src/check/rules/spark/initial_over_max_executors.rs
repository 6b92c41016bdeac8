//! A job starts with more executors than it may have.

use crate::check::bundle::{Job, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job starts with more executors than it may have.
pub const RULE: Rule = Rule {
    code: Code("initial-over-max-executors"),
    severity: Severity::Warning,
    summary: "dynamic allocation starts with more executors than its maximum",
    page: include_str!("initial_over_max_executors.md"),
    check,
};

const INITIAL: [&str; 2] = ["spark.dynamicAllocation.initialExecutors", "spark.executor.instances"];
const MOST: &str = "spark.dynamicAllocation.maxExecutors";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let is_dynamic = job.conf.get("spark.dynamicAllocation.enabled").map(str::trim);
        let Some((most, max)) = number(job, MOST).filter(|_| is_dynamic == Some("true")) else {
            continue;
        };
        let initial = INITIAL.iter().filter_map(|key| Some((*key, number(job, key)?)));
        let Some((key, (setting, count))) = initial.max_by_key(|(_, (_, count))| *count) else {
            continue;
        };
        // A maximum of none is another rule's.
        if count <= max || max == 0 {
            continue;
        }
        findings
            .at(
                job.artifact,
                &setting.route,
                format!("{} starts with {count} executors and may have {max}", job.title()),
            )
            .related(job.artifact, &most.route, "the most")
            .help(format!("lower `{key}` to {max}, or raise `{MOST}`"));
    }
}

fn number<'j>(job: &'j Job<'_>, key: &str) -> Option<(&'j Setting, u64)> {
    let setting = job.conf.setting(key)?;
    Some((setting, setting.value.trim().parse().ok()?))
}
