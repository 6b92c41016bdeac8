//! Variables that nobody filled in.

use std::sync::LazyLock;

use regex::Regex;

static BRACED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$\{[A-Za-z_][A-Za-z0-9_-]*\}"));
static BARE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[^A-Za-z0-9_$\\])(\$[A-Z][A-Z0-9_]{2,})"));
static CALLED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$\{[a-z0-9_]+\([^{}]*\)\}"));
static ANGLED: LazyLock<Regex> = LazyLock::new(|| pattern("<[A-Za-z][A-Za-z0-9 _-]*>"));
static SINGLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{[A-Z][A-Z0-9_]{2,}\}"));
static DOUBLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\{\{-? *\.?[A-Za-z][^{}]*\}\}"));
static LOST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\$?[A-Za-z_][A-Za-z0-9_]*\}|\$\{[A-Za-z_][A-Za-z0-9_]*"));

fn pattern(text: &'static str) -> Regex {
    Regex::new(text).expect("the pattern is constant, and a test uses it")
}

/// What Spark fills in itself.
const SPARKS_OWN: [&str; 4] = ["{{APP_ID}}", "{{APP-ID}}", "{{EXECUTOR_ID}}", "{{ATTEMPT_ID}}"];

/// A variable in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable<'t> {
    /// As it stands.
    pub text: &'t str,
    /// Whether one of its braces is missing, so that nothing will ever fill it in.
    pub is_broken: bool,
}

/// The first variable of a text that nobody filled in.
#[must_use]
pub fn variable(text: &str) -> Option<Variable<'_>> {
    // Most texts have none of these.
    if !text.contains(['$', '{', '<', '}']) {
        return None;
    }
    let whole = |found: &'_ str| {
        let start = text.find(found).unwrap_or(0);
        Variable { text: &text[start..start + found.len()], is_broken: false }
    };
    if let Some(found) = BRACED.find(text).or_else(|| CALLED.find(text)) {
        return Some(whole(found.as_str()));
    }
    let spark = |found: &&str| !SPARKS_OWN.contains(found);
    if let Some(found) = DOUBLE.find_iter(text).map(|it| it.as_str()).find(spark) {
        return Some(whole(found));
    }
    if let Some(found) = ANGLED.find(text).filter(|found| found.as_str() == text) {
        return Some(whole(found.as_str()));
    }
    if !is_address(text) {
        return None;
    }
    if let Some(found) = BARE.captures(text).and_then(|it| it.get(1)) {
        let end = text[found.end()..].starts_with('}');
        let text = &text[found.start()..found.end() + usize::from(end)];
        return Some(Variable { text, is_broken: end });
    }
    if let Some(found) = ANGLED.find(text).or_else(|| SINGLE.find(text)) {
        return Some(whole(found.as_str()));
    }
    let balanced = text.matches('{').count() == text.matches('}').count();
    let lost = LOST.find(text).filter(|_| !balanced)?;
    Some(Variable { text: &text[lost.range()], is_broken: true })
}

/// Whether what a text will be in the end is not known yet.
#[must_use]
pub fn is_unfilled(text: &str) -> bool {
    text.contains("${") || text.contains("{{") || variable(text).is_some()
}

/// Whether a text names a place: then a dollar or an angle in it has no meaning of its own.
fn is_address(text: &str) -> bool {
    text.starts_with("arn:")
        || text.starts_with('$')
        || text.starts_with('/')
        || text
            .split_once("://")
            .is_some_and(|(scheme, _)| scheme.len() <= 6 && !scheme.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        variable(text).map(|it| it.text)
    }

    #[test]
    fn variables_are_found_in_each_notation() {
        assert_eq!(found("s3://${S3_BUCKET}/logs"), Some("${S3_BUCKET}"));
        assert_eq!(found("s3://$S3_BUCKET/logs"), Some("$S3_BUCKET"));
        assert_eq!(found("$EMR_ROLE_ARN"), Some("$EMR_ROLE_ARN"));
        assert_eq!(found("s3://<bucket-name>/logs"), Some("<bucket-name>"));
        assert_eq!(found("{{ .Values.bucket }}"), Some("{{ .Values.bucket }}"));
        assert_eq!(found("<virtual-cluster-id>"), Some("<virtual-cluster-id>"));
        assert_eq!(found("arn:aws:iam::{ACCOUNT_ID}:role/etl"), Some("{ACCOUNT_ID}"));
        assert_eq!(found("${jsonencode(zones)}"), Some("${jsonencode(zones)}"));
        let broken = variable("arn:aws:s3:::$S3_BUCKET}/*").unwrap();
        assert_eq!((broken.text, broken.is_broken), ("$S3_BUCKET}", true));
        assert!(variable("arn:aws:s3:::S3_BUCKET}/*").unwrap().is_broken);
    }

    #[test]
    fn what_has_a_meaning_of_its_own_is_none() {
        for text in [
            "${aws:PrincipalTag/team}",
            "${*}",
            "spark.app-{{APP_ID}}",
            "%d{yyyy-MM-dd} %p ${sys:log.level}",
            "${spark.app.id}",
            "(?i)secret|password$",
            "costs $USD a day",
            "$(POD_IP)",
            "$1",
            "a < b > c",
            "s3://lake/{year}/{month}",
            "arn:aws:s3:::b/${$}x",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
