//! A web page is applied in place of a manifest.

use crate::artifact::Kind;
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A web page is applied in place of a manifest.
pub const RULE: Rule = Rule {
    code: Code("web-page-as-manifest"),
    severity: Severity::Error,
    summary: "the address of a web page about a file, where the file itself is meant",
    page: include_str!("web_page_as_manifest.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.of(Kind::Kustomization) {
        let Some(value) = artifact.value() else { continue };
        texts(value, &mut |trail, text| {
            let Some(raw) = raw(text) else { return };
            findings
                .at(artifact, &trail.route(), format!("`{text}` is a web page, and not a manifest"))
                .help(format!("write `{raw}`"));
        });
    }
}

/// The address of the file that a page of GitHub shows.
fn raw(text: &str) -> Option<String> {
    let path = text.strip_prefix("https://github.com/")?;
    let (repository, file) = path.split_once("/blob/")?;
    let is_manifest = [".yaml", ".yml", ".json"].iter().any(|end| file.ends_with(end));
    is_manifest.then(|| format!("https://raw.githubusercontent.com/{repository}/{file}"))
}
