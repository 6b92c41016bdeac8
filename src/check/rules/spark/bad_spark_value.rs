//! Spark cannot read a value.

use crate::catalog::spark::{self, ValueType};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spark cannot read a value.
pub const RULE: Rule = Rule {
    code: Code("bad-spark-value"),
    severity: Severity::Error,
    summary: "Spark cannot read the value of a configuration key, and the job fails at its start",
    page: include_str!("bad_spark_value.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        for (key, settings) in job.conf.iter() {
            let acts = &settings[0];
            let Some(wanted) = spark::declared(key).and_then(|key| key.value_type) else {
                continue;
            };
            if reads(wanted, &acts.value) {
                continue;
            }
            let message = format!(
                "{} sets `{key}` to `{}`, which Spark cannot read",
                job.title(),
                acts.value
            );
            findings.at(job.artifact, &acts.route, message).help(format!(
                "write {}{}",
                wanted.noun(),
                hint(wanted, &acts.value)
            ));
        }
    }
}

/// Values that hold something to be filled in are somebody else's to judge.
fn reads(wanted: ValueType, value: &str) -> bool {
    let is_open = value.contains('$') || value.contains("{{");
    // Java takes a suffix that says how exact a number is.
    let plain = value.trim_end_matches(['f', 'F', 'd', 'D']);
    let value = if wanted == ValueType::Double { plain } else { value };
    is_open || wanted.accepts(value)
}

/// Kubernetes' units are not Spark's.
fn hint(wanted: ValueType, value: &str) -> String {
    let spark = value.strip_suffix('i').map(str::to_ascii_lowercase);
    match spark.filter(|it| wanted == ValueType::Size && wanted.accepts(it)) {
        Some(size) => format!(": `{size}` is the same amount"),
        None => String::new(),
    }
}
