//! A manifest comes from a branch that moves.

use crate::artifact::Kind;
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A manifest comes from a branch that moves.
pub const RULE: Rule = Rule {
    code: Code("moving-source"),
    severity: Severity::Warning,
    summary: "a manifest, dashboard or chart from a branch, which changes under its user",
    page: include_str!("moving_source.md"),
    check,
};

const BRANCHES: [&str; 4] = ["main", "master", "HEAD", "develop"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let read = [Kind::Kustomization, Kind::HelmValues];
    for artifact in bundle.artifacts.iter().filter(|artifact| read.contains(&artifact.kind)) {
        let Some(value) = artifact.value() else { continue };
        texts(value, &mut |trail, text| {
            let Some(branch) = branch(text) else { return };
            findings
                .at(
                    artifact,
                    &trail.route(),
                    format!("`{text}` is whatever the branch `{branch}` holds on the day"),
                )
                .help("name a tag or a commit");
        });
    }
}

/// The branch that an address names.
fn branch(text: &str) -> Option<&'static str> {
    if !text.starts_with("https://")
        && !text.starts_with("git@")
        && !text.starts_with("github.com/")
    {
        return None;
    }
    let raw = text.strip_prefix("https://raw.githubusercontent.com/");
    let mut path = raw.map(|path| path.split('/').skip(2)).into_iter().flatten();
    let of_raw = match path.next() {
        Some("refs") => path.nth(1),
        other => other,
    };
    let of_query = text.split_once("?ref=").map(|(_, reference)| reference);
    let name = of_raw.or(of_query)?.split('&').next()?;
    BRANCHES.into_iter().find(|branch| *branch == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_seen_and_tags_are_not() {
        let raw = "https://raw.githubusercontent.com/owner/repository";
        assert_eq!(branch(&format!("{raw}/main/a/b.yaml")), Some("main"));
        assert_eq!(branch(&format!("{raw}/refs/heads/master/b.yaml")), Some("master"));
        assert_eq!(branch(&format!("{raw}/v1.2/main/b.yaml")), None);
        assert_eq!(branch("https://github.com/owner/repository//deploy?ref=main"), Some("main"));
        assert_eq!(branch("https://github.com/owner/repository//deploy?ref=v1"), None);
        assert_eq!(branch("/main/x"), None);
    }
}
