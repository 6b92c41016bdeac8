//! A Spark key is misspelt.

use std::collections::BTreeMap;

use crate::catalog::spark::{self, Verdict};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// A Spark key is misspelt.
pub const RULE: Rule = Rule {
    code: Code("unknown-spark-key"),
    severity: Severity::Warning,
    summary: "Spark has no such configuration key, but one that is spelt much like it, or reads none that begins so",
    page: include_str!("unknown_spark_key.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Looking for what was meant takes a millisecond, and jobs say the same keys.
    let mut known: BTreeMap<&str, Option<&'static str>> = BTreeMap::new();
    for said in bundle.configured() {
        for (key, settings) in said.conf.iter() {
            if let Some(help) = unprefixed(key) {
                let message = format!(
                    "{} sets `{key}`, and Spark reads no key without `spark.` before it",
                    said.title()
                );
                findings.at_key(said.artifact, &settings[0].route, message).help(help);
                continue;
            }
            let Some(meant) = *known.entry(key).or_insert_with(|| meant(key)) else { continue };
            findings
                .at_key(
                    said.artifact,
                    &settings[0].route,
                    format!("{} sets `{key}`, a key that Spark does not know", said.title()),
                )
                .help(format!("write `{meant}`, if that is meant: Spark ignores the key as it is"));
        }
    }
}

/// What to write for a key that does not begin as Spark's do. What begins with no letter is a
/// comment, and what holds something to be filled in may become anything.
fn unprefixed(key: &str) -> Option<String> {
    let is_word = key.starts_with(|first: char| first.is_ascii_alphabetic());
    if key.starts_with("spark.") || !is_word || key.contains(['$', '{', '<']) {
        return None;
    }
    let of_spark = format!("spark.{key}");
    let is_hadoops = HADOOP.iter().any(|start| key.starts_with(start));
    Some(match spark::declared(&of_spark) {
        Some(_) => format!("write `{of_spark}`"),
        None if is_hadoops => format!("write `spark.hadoop.{key}`, or say it in `core-site`"),
        None => "leave it away, or write it with `spark.` before it where a program asks for that"
            .to_owned(),
    })
}

/// What keys of Hadoop and Hive begin with.
const HADOOP: [&str; 9] =
    ["dfs.", "fs.", "hadoop.", "hive.", "io.", "javax.jdo.", "mapred.", "mapreduce.", "parquet."];

/// The key that was probably meant. One that resembles nothing may be a program's own.
fn meant(key: &str) -> Option<&'static str> {
    match spark::key(key, None) {
        Verdict::Unknown { suggestion } => suggestion.filter(|it| is_likely(key, it)),
        Verdict::Known(_)
        | Verdict::OtherRelease(_)
        | Verdict::Prefix(_)
        | Verdict::Emr
        | Verdict::NotSpark => None,
    }
}

/// A key below a known one, or one with quite another word in it, is somebody else's.
fn is_likely(key: &str, suggestion: &str) -> bool {
    let (parts, others): (Vec<&str>, Vec<&str>) =
        (key.split('.').collect(), suggestion.split('.').collect());
    let is_below = parts.starts_with(&others);
    let roles = ["driver", "executor"];
    let like = |(one, other): (&&str, &&str)| match roles.contains(one) && roles.contains(other) {
        true => 1.0,
        false => spelling::likeness(one, other),
    };
    let is_other_word =
        parts.len() == others.len() && parts.iter().zip(&others).map(like).any(|it| it < 0.4);
    !is_below && !is_other_word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_other_programs_resemble_nothing() {
        for key in [
            "spark.openlineage.transport.type",
            "spark.comet.exec.shuffle.enabled",
            "spark.cassandra.connection.host",
            "spark.mongodb.read.connection.uri",
            "spark.shuffle.s3.enabled",
            "spark.sql.mycat",
            "spark.app.env",
            "spark.acme.retry.count",
        ] {
            assert_eq!(meant(key), None, "{key}");
        }
    }

    #[test]
    fn slips_are_seen() {
        assert_eq!(
            meant("spark.kubernetes.executor.reusePersistentVolume"),
            Some("spark.kubernetes.driver.reusePersistentVolumeClaim")
        );
        assert_eq!(meant("spark.executor.core"), Some("spark.executor.cores"));
        assert_eq!(
            meant("spark.dynamicAlocation.enabled"),
            Some("spark.dynamicAllocation.enabled")
        );
    }
}
