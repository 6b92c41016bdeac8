//! A variable that nobody filled in.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{texts, unfilled, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A variable that nobody filled in.
pub const RULE: Rule = Rule {
    code: Code("unsubstituted-variable"),
    severity: Severity::Warning,
    summary: "a variable of a shell or a template stands in a document that is used as it is",
    page: include_str!("unsubstituted_variable.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if is_filled_in(bundle) {
        return;
    }
    for artifact in bundle.artifacts {
        let Some(value) = artifact.value() else { continue };
        let mut told = BTreeSet::new();
        let mut open: Vec<(Route, String)> = Vec::new();
        texts(value, &mut |trail, text| {
            let Some(variable) = unfilled(artifact, text, || trail.route()) else { return };
            if !told.insert(variable.text.to_owned()) {
                return;
            }
            if variable.is_broken {
                lost_brace(artifact, &trail.route(), variable.text, findings);
            } else {
                open.push((trail.route(), variable.text.to_owned()));
            }
        });
        report(artifact, &open, findings);
    }
}

fn lost_brace(artifact: &Artifact, route: &Route, name: &str, findings: &mut Findings) {
    findings
        .at(artifact, route, format!("`{name}` is a variable that lost a brace"))
        .severity(Severity::Error)
        .help("nothing will fill it in: write the value");
}

/// One finding for all of a document: whoever writes one variable writes several.
fn report(artifact: &Artifact, open: &[(Route, String)], findings: &mut Findings) {
    let Some((route, _)) = open.first() else { return };
    let names = words::some(open.iter().map(|(_, name)| name));
    let message = if open.len() == 1 {
        format!("{names} stands where its value should, unless something fills it in first")
    } else {
        format!("{names} stand where their values should, unless something fills them in first")
    };
    findings.at(artifact, route, message).help(
        "write the value, or check what `envsubst` or the template made of it; in a spec an id \
         that AWS makes is bound with `--bind`",
    );
}

/// Flux fills in the variables of what it applies.
fn is_filled_in(bundle: &Bundle<'_>) -> bool {
    bundle.of(Kind::Object).filter_map(Artifact::value).any(|value| {
        let api_version = value.get("apiVersion").and_then(Value::as_str).unwrap_or_default();
        api_version.starts_with("kustomize.toolkit.fluxcd.io/")
            && value.pointer("/spec/postBuild").is_some()
    })
}
