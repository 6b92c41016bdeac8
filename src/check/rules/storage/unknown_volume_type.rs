//! A volume of a type that Spark does not have.

use std::collections::BTreeMap;

use crate::check::bundle::conf_volume::TYPES;
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A volume of a type that Spark does not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-volume-type"),
    severity: Severity::Error,
    summary: "Spark's configuration asks for a volume of a type that Spark cannot make",
    page: include_str!("unknown_volume_type.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for role in job.made_by_spark().iter().copied() {
            let prefix = format!("spark.kubernetes.{}.volumes.", role.word());
            let mut unknown = BTreeMap::new();
            for (key, setting) in job.conf.under(&prefix) {
                let kind = key.split('.').next().unwrap_or(key);
                if !TYPES.contains(&kind) {
                    unknown.entry(kind).or_insert(setting);
                }
            }
            for (kind, setting) in unknown {
                let message = format!(
                    "the {} of {} has a volume of type `{kind}`, which Spark does not know",
                    role.word(),
                    job.title()
                );
                findings.at_key(job.artifact, &setting.route, message).help(help(kind));
            }
        }
    }
}

fn help(kind: &str) -> String {
    let meant = match kind.to_ascii_lowercase().as_str() {
        "pvc" => TYPES.first(),
        lower => TYPES.iter().find(|known| known.eq_ignore_ascii_case(lower)),
    };
    match meant {
        Some(meant) => format!("write `{meant}`"),
        None => format!("the types are {}; others take a pod template", words::both(TYPES)),
    }
}
