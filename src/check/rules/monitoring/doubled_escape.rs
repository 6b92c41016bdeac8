//! A pattern is escaped once too often.

use std::sync::LazyLock;

use regex::Regex;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pattern is escaped once too often.
pub const RULE: Rule = Rule {
    code: Code("doubled-escape"),
    severity: Severity::Warning,
    summary: "a regular expression of the log router that wants a backslash where a dot is meant",
    page: include_str!("doubled_escape.md"),
    check,
};

/// A line of Fluent Bit's that holds a pattern, and in it an escaped backslash before a sign that
/// is usually escaped itself.
static DOUBLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?mi)^\s*(?:regex|\w*_regex|match_regex|kube_tag_regex|rule|exclude|grep)\s.*\\\\[.dwsSDW/\[\]()*+?-]")
        .expect("the pattern is constant, and a test uses it")
});

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let read = |artifact: &&Artifact| matches!(artifact.kind, Kind::HelmValues | Kind::ConfigMap);
    for artifact in bundle.artifacts.iter().filter(read) {
        let Some(value) = artifact.value() else { continue };
        texts(value, &mut |trail, text| {
            // Nearly no text has one.
            if !text.contains("\\\\") {
                return;
            }
            let Some(found) = DOUBLED.find(text) else { return };
            let line = found.as_str().trim();
            findings
                .at(
                    artifact,
                    &trail.route(),
                    format!("the pattern `{line}…` asks for a backslash in the text"),
                )
                .help(
                    "write one backslash: in a plain or a block text of YAML nothing is unescaped",
                );
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_escapes_are_seen() {
        assert!(DOUBLED.is_match("[FILTER]\n    Regex log ^a\\\\.b"));
        assert!(DOUBLED.is_match("    Kube_Tag_Regex (?<pod>[a-z0-9\\\\.-]+)"));
        assert!(!DOUBLED.is_match("    Regex log ^a\\.b"));
        assert!(!DOUBLED.is_match("    Path C:\\\\.x"));
    }
}
