//! A heap in which Spark does not start.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;

/// A heap in which Spark does not start.
pub const RULE: Rule = Rule {
    code: Code("small-heap"),
    severity: Severity::Error,
    summary: "a driver or an executor has less heap than Spark needs to start",
    page: include_str!("small_heap.md"),
    check,
};

/// One and a half times the 300 MiB that Spark keeps for itself, in MiB.
/// Source: `UnifiedMemoryManager` of Spark.
const LEAST: u64 = 450;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for role in [Role::Driver, Role::Executor] {
            let key = format!("spark.{}.memory", role.word());
            let (Some(pod), Some(setting)) = (job.pod(role), job.conf.setting(&key)) else {
                continue;
            };
            if pod.heap_mib >= LEAST {
                continue;
            }
            let unit = match setting.value.trim().bytes().all(|byte| byte.is_ascii_digit()) {
                true => "; without a unit it is in MiB",
                false => "",
            };
            findings
                .at(
                    job.artifact,
                    &setting.route,
                    format!("the {} of {} has a heap of {} MiB, and Spark does not start below {LEAST} MiB", role.word(), job.title(), pod.heap_mib),
                )
                .help(format!("give it `1g` or more{unit}"));
        }
    }
}
