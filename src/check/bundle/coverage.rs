//! Whether policies cover a place.

use super::{Policy, Statement};
use crate::catalog::glob;

/// Whether a statement covers an object of S3, or with `below` something under a prefix.
#[must_use]
pub fn covers_s3(statement: &Statement<'_>, bucket: &str, key: &str, below: bool) -> bool {
    let place = format!("{bucket}/{key}");
    statement.is_inverted
        || statement.resources.iter().any(|item| {
            let name = item.text.splitn(6, ':').nth(5).unwrap_or(item.text);
            item.text.contains('$')
                || if below { overlaps(name, &place) } else { glob::matches(name, &place) }
        })
}

/// Whether a pattern and all texts that begin with a prefix have one in common. Most patterns have
/// no wildcard but a last star, which needs no search.
#[must_use]
pub fn overlaps(pattern: &str, prefix: &str) -> bool {
    let head = pattern.strip_suffix('*').unwrap_or(pattern);
    if head.contains(['*', '?']) {
        return glob::overlap(pattern, &format!("{prefix}*"));
    }
    let is_open = head.len() < pattern.len();
    head.starts_with(prefix) || (is_open && prefix.starts_with(head))
}

/// Whether one of some policies lets a job write to a log group. The region may not be known.
#[must_use]
pub fn covers_log_group(policies: &[&Policy<'_>], group: &str) -> bool {
    let stream = format!("log-group:{group}:log-stream:");
    policies.iter().flat_map(|policy| policy.allowing("logs:PutLogEvents")).any(|statement| {
        statement.is_inverted
            || statement.resources.iter().any(|item| {
                let name = item.text.splitn(6, ':').nth(5).unwrap_or(item.text);
                item.text.contains('$') || overlaps(name, &stream)
            })
    })
}

/// A bucket and a key: `s3://bucket/key`, whichever of Hadoop's schemes it has.
#[must_use]
pub fn s3_parts(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once("://")?;
    let is_s3 = matches!(scheme, "s3" | "s3a" | "s3n");
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    (is_s3 && !bucket.is_empty() && !uri.contains(['$', '<', '{'])).then_some((bucket, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_patterns_overlap() {
        assert!(overlaps("b/logs/*", "b/logs/emr/") && overlaps("b/*", "b/logs/"));
        assert!(overlaps("b/logs/emr/x", "b/logs/") && overlaps("*", "b/"));
        assert!(!overlaps("b/data/*", "b/logs/") && !overlaps("b", "b/logs/"));
        assert!(overlaps("b/*/emr/*", "b/logs/"));
        assert!(overlaps("log-group:/emr/x:*", "log-group:/emr/x:log-stream:"));
        assert!(!overlaps("log-group:/emr/x:*", "log-group:/emr/x/:log-stream:"));
    }

    #[test]
    fn uris_have_buckets_and_keys() {
        assert_eq!(s3_parts("s3a://b/k/x"), Some(("b", "k/x")));
        assert_eq!(s3_parts("s3://b"), Some(("b", "")));
        assert_eq!(s3_parts("s3:///k"), None);
        assert_eq!(s3_parts("local:///x"), None);
    }
}
