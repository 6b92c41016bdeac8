//! Spark cannot read a value.

use crate::catalog::spark::{self, ValueType};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spark cannot read a value.
pub const RULE: Rule = Rule {
    code: Code("bad-spark-value"),
    severity: Severity::Error,
    summary: "Spark cannot read the value of a configuration key, and does not start",
    page: include_str!("bad_spark_value.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for said in bundle.configured() {
        for (key, settings) in said.conf.iter() {
            let acts = &settings[0];
            if let Some(fault) = spark::fault_in_key(key) {
                let message = format!("{} sets `{key}`, but {fault}", said.title());
                findings.at_key(said.artifact, &acts.route, message).help(NAMES);
                continue;
            }
            let Some(wanted) = spark::value_type(key) else { continue };
            if reads(wanted, &acts.value) {
                continue;
            }
            let message = format!(
                "{} sets `{key}` to `{}`, which {} cannot read",
                said.title(),
                acts.value,
                wanted.reader()
            );
            findings.at(said.artifact, &acts.route, message).help(format!(
                "write {}{}",
                wanted.noun(),
                hint(wanted, &acts.value)
            ));
        }
    }
}

/// What Kubernetes takes for a name in a key.
const NAMES: &str = "Kubernetes takes letters, digits, `-`, `_` and `.` for a key, with a domain and `/` before it or without, and lower-case letters, digits and `-` for the name of a volume";

/// Values that hold something to be filled in are somebody else's to judge.
fn reads(wanted: ValueType, value: &str) -> bool {
    let is_open = value.contains('$') || value.contains("{{");
    // Java takes a suffix that says how exact a number is.
    let plain = value.trim().trim_end_matches(['f', 'F', 'd', 'D']);
    let is_double = matches!(wanted, ValueType::Double | ValueType::PositiveDouble);
    let value = if is_double { plain } else { value };
    is_open || wanted.accepts(value)
}

/// Kubernetes' units are not Spark's, and its words are written in one way only.
fn hint(wanted: ValueType, value: &str) -> String {
    let value = value.trim();
    match wanted {
        ValueType::Size => same(wanted, value.strip_suffix('i').map(str::to_ascii_lowercase)),
        ValueType::Quantity => {
            let plain = value.trim_end_matches(['b', 'B']);
            same(
                wanted,
                plain.strip_suffix(['k', 'm', 'g', 't', 'p']).and_then(|number| {
                    let unit = plain.to_ascii_uppercase().pop()?;
                    Some(format!("{number}{unit}i"))
                }),
            )
        }
        ValueType::Directory => format!(": `{value}/`"),
        ValueType::Name if value.eq_ignore_ascii_case("OnDemand") => {
            "; `OnDemand`, in these letters, makes a claim for each pod".to_owned()
        }
        ValueType::Bool
        | ValueType::Int
        | ValueType::Double
        | ValueType::Duration
        | ValueType::Count
        | ValueType::Whole
        | ValueType::Name
        | ValueType::Inner
        | ValueType::PositiveDouble
        | ValueType::PositiveDuration
        | ValueType::Port
        | ValueType::Label
        | ValueType::OneOf(_)
        | ValueType::Text => String::new(),
    }
}

fn same(wanted: ValueType, amount: Option<String>) -> String {
    amount
        .filter(|it| wanted.accepts(it))
        .map_or_else(String::new, |it| format!(": `{it}` is the same amount"))
}
