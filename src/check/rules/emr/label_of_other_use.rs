//! A label names an image for something else.

use crate::artifact::Kind;
use crate::check::bundle::WrittenRelease;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::ReleaseLabel;

/// A label names an image for something else.
pub const RULE: Rule = Rule {
    code: Code("label-of-other-use"),
    severity: Severity::Warning,
    summary: "the release label of a Flink, notebook or Livy image where Spark runs, or the reverse",
    page: include_str!("label_of_other_use.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for written in bundle.release_labels() {
        let Ok(label) = ReleaseLabel::parse(written.text) else { continue };
        let (what, runs) = (what(&label), runs(&written));
        // Whether an endpoint takes the label of its kernels' image is not written down.
        let is_endpoint = written.artifact.kind == Kind::CreateManagedEndpoint;
        if what == runs || (is_endpoint && what == "notebooks") {
            continue;
        }
        findings
            .at(
                written.artifact,
                &written.route,
                format!("`{label}` is the label of an image for {what}, and this runs {runs}"),
            )
            .help(format!("write `{}`", right(&label, runs)));
    }
}

/// What the image of a label is for.
fn what(label: &ReleaseLabel) -> &'static str {
    let words: Vec<&str> = label.variant().unwrap_or_default().split('-').collect();
    match label.image() {
        Some("livy") => "Livy",
        Some(notebook) if notebook.starts_with("notebook-") => "notebooks",
        _ if words.contains(&"operator") => "Flink's operator",
        _ if words.contains(&"flink") => "Flink",
        _ => "Spark",
    }
}

/// What runs where the label is written.
fn runs(written: &WrittenRelease<'_>) -> &'static str {
    if written.artifact.kind == Kind::Object { "Flink" } else { "Spark" }
}

fn right(label: &ReleaseLabel, runs: &str) -> String {
    let variant = if runs == "Flink" { "-flink" } else { "" };
    format!("{}{variant}-latest", label.base())
}
