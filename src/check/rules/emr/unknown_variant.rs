//! A label asks for an image that its release does not have.

use crate::catalog::emr;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;
use crate::units::{ReleaseFamily, ReleaseLabel, ReleaseTag};

/// A label asks for an image that its release does not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-variant"),
    severity: Severity::Warning,
    summary: "a release label whose Java, operating system, accelerator or day its release does not have",
    page: include_str!("unknown_variant.md"),
    check,
};

/// The words of variants. Source: EMR on EKS Development Guide, pages of the releases.
const WORDS: [&str; 6] = ["flink", "latest", "livy", "operator", "rapids", "spark"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for written in bundle.release_labels() {
        let Ok(label) = ReleaseLabel::parse(written.text) else { continue };
        let Some((fault, help)) = fault(&label) else { continue };
        let message = format!("`{}` {fault}", written.text);
        findings.at(written.artifact, &written.route, message).help(help);
    }
}

/// What is wrong, and the next step.
fn fault(label: &ReleaseLabel) -> Option<(String, String)> {
    let mut words = label.variant().unwrap_or_default().split('-').filter(|it| !it.is_empty());
    words
        .find_map(|word| {
            of_java(label, word).or_else(|| of_system(label, word)).or_else(|| slip(word))
        })
        .or_else(|| of_day(label))
}

fn of_java(label: &ReleaseLabel, word: &str) -> Option<(String, String)> {
    let java: u32 = word.strip_prefix("java")?.parse().ok()?;
    let (has, others): (u32, &[u32]) = match (label.family(), label.version().0) {
        (ReleaseFamily::EmrSpark, _) if java < 17 => (17, &[]),
        (ReleaseFamily::EmrSpark, _) => return None,
        (ReleaseFamily::Emr, 6) => (8, &[11, 17]),
        (ReleaseFamily::Emr, 7) => (17, &[8, 11]),
        (ReleaseFamily::Emr, _) => return None,
    };
    if others.contains(&java) {
        return None;
    }
    let base = label.base();
    if java == has {
        let help = format!("write `{base}-latest`");
        return Some((format!("names Java {java}, which {base} has without a word"), help));
    }
    let known: Vec<String> = others.iter().map(|java| format!("{java}")).collect();
    let other =
        if known.is_empty() { String::new() } else { format!(", or {}", known.join(" or ")) };
    Some((
        format!("asks for Java {java}, which {base} does not have, as far as emrgen knows"),
        format!("it has Java {has}{other}"),
    ))
}

fn of_system(label: &ReleaseLabel, word: &str) -> Option<(String, String)> {
    let base = label.base();
    (word == "al2023" && label.version().0 >= 7).then(|| {
        (
            format!("names Amazon Linux 2023, which {base} has without a word"),
            format!("write `{base}-latest`"),
        )
    })
}

/// A word that is nearly one of the known; others may have come since.
fn slip(word: &str) -> Option<(String, String)> {
    let has_digits = word.bytes().any(|byte| byte.is_ascii_digit());
    if has_digits || WORDS.contains(&word) {
        return None;
    }
    let near = spelling::nearest(word, WORDS, 2)?;
    Some((format!("has a word `{word}`, which no label has"), format!("write `{near}`")))
}

/// Images come after the release; some labels of EMR's own have days that never were.
fn of_day(label: &ReleaseLabel) -> Option<(String, String)> {
    let Some(ReleaseTag::Date(day)) = label.tag() else { return None };
    let first = emr::release(label)?.image?;
    (day < first.parse().ok()?).then(|| {
        (
            format!("names a day before the first image of {}", label.base()),
            format!("the first is `{}-{first}`", label.base()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_guide_are_right() {
        for right in [
            "emr-7.9.0-latest",
            "emr-7.9.0-20250425",
            "emr-7.3.0-29240920",
            "emr-7.0.0-2024321",
            "emr-7.9.0-spark-rapids-java8-20250425",
            "notebook-spark/emr-7.9.0-spark-rapids-latest",
            "emr-6.14.0-spark-rapids-java17-al2023-latest",
            "emr-6.15.0-flink-k8s-operator-latest",
            "livy/emr-7.13.0-latest",
            "emr-spark-8.0.0-20260421",
            "emr-7.13.0-python39-latest",
        ] {
            assert_eq!(fault(&ReleaseLabel::parse(right).unwrap()), None, "{right}");
        }
    }

    #[test]
    fn others_are_not() {
        for wrong in [
            "emr-7.9.0-java17-latest",
            "emr-7.9.0-java21-latest",
            "emr-6.15.0-java8-latest",
            "emr-spark-8.0.0-java11-latest",
            "emr-7.9.0-al2023-latest",
            "emr-7.9.0-spark-rapid-latest",
            "emr-7.9.0-20240425",
            "emr-7.9.0-lastest",
        ] {
            assert!(fault(&ReleaseLabel::parse(wrong).unwrap()).is_some(), "{wrong}");
        }
    }
}
