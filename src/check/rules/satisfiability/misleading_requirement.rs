//! A requirement acts otherwise than it reads.

use crate::artifact::karpenter::Requirement;
use crate::artifact::{Artifact, Kind};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// A requirement acts otherwise than it reads.
pub const RULE: Rule = Rule {
    code: Code("misleading-requirement"),
    severity: Severity::Warning,
    summary: "a requirement lists values that its operator does not read, or excludes nothing by an empty list",
    page: include_str!("misleading_requirement.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let home = route!["spec", "template", "spec", "requirements"];
        let owner = format!("pool `{}`", pool.name());
        let all = &pool.view.spec.template.spec.requirements;
        judge(pool.view.artifact, &home, &owner, all, findings);
    }
    for overlay in bundle.overlays() {
        let owner = format!("overlay `{}`", overlay.name());
        let all = &overlay.view.spec.requirements;
        judge(overlay.view.artifact, &route!["spec", "requirements"], &owner, all, findings);
    }
}

fn judge(
    artifact: &Artifact,
    home: &Route,
    owner: &str,
    all: &[Requirement],
    findings: &mut Findings,
) {
    let is_refused = |one: &Requirement| {
        // Of an overlay the schema refuses it, and says so.
        artifact.kind == Kind::NodeOverlay && one.operator == "NotIn"
    };
    for (index, requirement) in all.iter().enumerate().filter(|(_, one)| !is_refused(one)) {
        let Some((field, reading, help)) = misread(requirement) else { continue };
        let message = format!("{owner} requires `{}` {reading}", requirement.key);
        findings.at(artifact, &home.then(index).then(field), message).help(help);
    }
}

/// The field that misleads, what it reads like and does, and the next step.
fn misread(requirement: &Requirement) -> Option<(&'static str, &'static str, &'static str)> {
    let is_empty = requirement.values.is_empty();
    match requirement.operator.as_str() {
        "Exists" if !is_empty => Some((
            "values",
            "to exist and lists values, which Karpenter does not read: any value will do",
            "write `operator: In`, or leave `values` out",
        )),
        "DoesNotExist" if !is_empty => Some((
            "values",
            "not to exist and lists values, which Karpenter does not read: whatever has the label is out",
            "write `operator: NotIn`, or leave `values` out",
        )),
        "NotIn" if is_empty => Some((
            "operator",
            "to be none of an empty list: any value will do",
            "list the values that are out, or remove the requirement",
        )),
        _ => None,
    }
}
