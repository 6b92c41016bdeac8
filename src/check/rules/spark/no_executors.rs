//! A job is to have no executors.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job is to have no executors.
pub const RULE: Rule = Rule {
    code: Code("no-executors"),
    severity: Severity::Error,
    summary: "a job asks for no executors at all, which Spark refuses",
    page: include_str!("no_executors.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let is_dynamic = match job.conf.get("spark.dynamicAllocation.enabled").map(str::trim) {
            Some("true") => true,
            Some("false") | None => false,
            Some(_) => continue,
        };
        let key = match is_dynamic {
            true => "spark.dynamicAllocation.maxExecutors",
            false => "spark.executor.instances",
        };
        let Some(none) = job.conf.setting(key).filter(|it| is_none(&it.value)) else { continue };
        findings
            .at(
                job.artifact,
                &none.route,
                format!("{} is to run with `{}` executors", job.title(), none.value.trim()),
            )
            .help(format!("Spark refuses it at its start: set `{key}` to 1 or more"));
    }
}

fn is_none(value: &str) -> bool {
    value.trim().parse::<i64>().is_ok_and(|count| count <= 0)
}
