//! A bare number is counted in another unit than was meant.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A bare number is counted in another unit than was meant.
pub const RULE: Rule = Rule {
    code: Code("size-in-other-unit"),
    severity: Severity::Warning,
    summary: "a size without a unit that is absurd in the unit in which it is counted",
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

fn is_size_of_volume(key: &str) -> bool {
    key.contains(".volumes.") && key.ends_with(".options.sizeLimit")
}
