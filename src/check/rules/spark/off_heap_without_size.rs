//! Off-heap memory is on, and has no size.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::JvmMemory;

/// Off-heap memory is on, and has no size.
pub const RULE: Rule = Rule {
    code: Code("off-heap-without-size"),
    severity: Severity::Error,
    summary: "off-heap memory is on without a size of at least 1 MiB, and no executor starts",
    page: include_str!("off_heap_without_size.md"),
    check,
};

const ENABLED: &str = "spark.memory.offHeap.enabled";
const SIZE: &str = "spark.memory.offHeap.size";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(enabled) = job.conf.setting(ENABLED).filter(|it| it.value.trim() == "true") else {
            continue;
        };
        let size = job.conf.setting(SIZE);
        if size.is_some_and(|size| is_enough(&size.value)) {
            continue;
        }
        let fault = size.map_or_else(
            || "without a size".to_owned(),
            |size| format!("of `{}`, which is less than 1 MiB", size.value),
        );
        findings
            .at(
                job.artifact,
                &size.unwrap_or(enabled).route,
                format!("{} has off-heap memory {fault}", job.title()),
            )
            .help(format!(
                "set `{SIZE}` with a unit, such as `2g`: without one it is in bytes, and Spark refuses to start executors below 1 MiB"
            ));
    }
}

/// Whether a size is at least 1 MiB; what cannot be read is another rule's.
fn is_enough(text: &str) -> bool {
    let text = text.trim();
    match text.parse::<u64>() {
        Ok(bytes) => bytes >= 1 << 20,
        Err(_) => JvmMemory::parse(text).map_or(true, |size| size.mebibytes() > 0),
    }
}
