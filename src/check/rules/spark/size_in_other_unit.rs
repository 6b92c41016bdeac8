//! A bare number is counted in another unit than was meant.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A bare number is counted in another unit than was meant.
pub const RULE: Rule = Rule {
    code: Code("size-in-other-unit"),
    severity: Severity::Warning,
    summary: "a size or a time without a unit that is absurd in the unit in which it is counted",
    page: include_str!("size_in_other_unit.md"),
    check,
};

/// Keys of which a bare number is in MiB.
const IN_MIB: [&str; 7] = [
    "spark.driver.memory",
    "spark.driver.memoryOverhead",
    "spark.driver.minMemoryOverhead",
    "spark.executor.memory",
    "spark.executor.memoryOverhead",
    "spark.executor.minMemoryOverhead",
    "spark.executor.pyspark.memory",
];
/// Keys of which a bare number is in milliseconds, each with what nobody means; the last four take
/// no other.
const IN_MILLIS: [(&str, u64); 6] = [
    ("spark.kubernetes.allocation.batch.delay", 100),
    ("spark.kubernetes.allocation.executor.timeout", 10_000),
    ("spark.kubernetes.driver.connectionTimeout", 100),
    ("spark.kubernetes.driver.requestTimeout", 100),
    ("spark.kubernetes.submission.connectionTimeout", 100),
    ("spark.kubernetes.submission.requestTimeout", 100),
];
/// In MiB, 64 TiB: no instance has as much.
const TOO_MUCH: u64 = 64 << 20;
/// In bytes, 1 MiB: no volume is as small.
const TOO_LITTLE: u64 = 1 << 20;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for (key, settings) in job.conf.iter() {
            let Some(number) = bare(&settings[0].value) else { continue };
            let (fault, help) = if IN_MIB.contains(&key) && number >= TOO_MUCH {
                let help = format!("without a unit it is in MiB: write `{}m`", number >> 20);
                (format!("{} TiB", number >> 20), help)
            } else if is_size_of_volume(key) && number < TOO_LITTLE {
                let help = format!("without a unit it is in bytes: write `{number}Gi`");
                (format!("{number} bytes"), help)
            } else if is_short(key, number) {
                let unit = if key.contains(".allocation.") { "s" } else { "000" };
                let help = format!("without a unit it is in milliseconds: write `{number}{unit}`");
                (format!("{number} ms"), help)
            } else {
                continue;
            };
            findings
                .at(
                    job.artifact,
                    &settings[0].route,
                    format!("{} sets `{key}` to `{number}`, which is {fault}", job.title()),
                )
                .help(help);
        }
    }
}

/// A number without a unit.
fn bare(value: &str) -> Option<u64> {
    value.trim().parse().ok()
}

/// Whether a number is a time that nobody means in milliseconds. None at all is another matter.
fn is_short(key: &str, number: u64) -> bool {
    let least = IN_MILLIS.iter().find(|(known, _)| *known == key);
    number > 0 && least.is_some_and(|(_, least)| number < *least)
}

fn is_size_of_volume(key: &str) -> bool {
    key.contains(".volumes.") && key.ends_with(".options.sizeLimit")
}
