//! A label names an image for something else.

use crate::artifact::Kind;
use crate::check::bundle::{WrittenRelease, release_of_image};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::ReleaseLabel;

/// A label names an image for something else.
pub const RULE: Rule = Rule {
    code: Code("label-of-other-use"),
    severity: Severity::Warning,
    summary: "the label or the image of Flink, a notebook or Livy where Spark runs, or the reverse",
    page: include_str!("label_of_other_use.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    images(bundle, findings);
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

/// EMR's images for something else than Spark, in the settings of jobs. Endpoints have notebooks.
fn images(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        for role in job.made_by_spark() {
            let Some(setting) = job.image(*role) else { continue };
            let folder = setting.value.rsplit('/').nth(1).unwrap_or_default();
            let use_of = FOLDERS.iter().find(|(known, _)| *known == folder);
            let Some((_, what)) = use_of.filter(|_| release_of_image(&setting.value).is_some())
            else {
                continue;
            };
            let message = format!(
                "`{}` is an image for {what}, and this is the {} of {}",
                setting.value,
                role.word(),
                job.title()
            );
            let right = setting.value.replacen(&format!("/{folder}/"), "/spark/", 1);
            findings.at(job.artifact, &setting.route, message).help(format!("write `{right}`"));
            break;
        }
    }
}

/// Folders of EMR's registries beside that of Spark.
const FOLDERS: [(&str, &str); 4] = [
    ("flink", "Flink"),
    ("livy", "Livy"),
    ("notebook-python", "notebooks"),
    ("notebook-spark", "notebooks"),
];

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
