//! Findings that the user accepts, each at the place it concerns and with a reason.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, rule};
use crate::artifact::Artifact;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Allowance;
use crate::resolve::codes::ALLOWED;
use crate::source::Place;
use crate::units::spelling;

/// Codes of diagnostics about `allow` itself.
pub mod codes {
    use crate::diagnostic::Code;

    /// An `allow` that accepts nothing that was found.
    pub const UNUSED_ALLOW: Code = Code("unused-allow");
    /// An `allow` of a code that does not exist.
    pub const UNKNOWN_CODE: Code = Code("unknown-code");
}

/// Passes on the findings that nothing allows, and reports every `allow` that did nothing.
pub fn apply(
    artifacts: &[Artifact],
    findings: impl Iterator<Item = Finding>,
    diagnostics: &mut Diagnostics,
) {
    let by_path: BTreeMap<&str, &Artifact> =
        artifacts.iter().map(|artifact| (artifact.path.as_str(), artifact)).collect();
    let mut used: BTreeSet<Place> = BTreeSet::new();
    for finding in findings {
        let allowing: Vec<&Allowance> = finding
            .concerns
            .iter()
            .filter_map(|path| by_path.get(path.as_str()))
            .flat_map(|artifact| &artifact.allow)
            .filter(|allowance| allowance.code == finding.diagnostic.code.0)
            .collect();
        if allowing.is_empty() {
            diagnostics.push(finding.diagnostic);
        }
        used.extend(allowing.into_iter().map(|allowance| allowance.origin.place()));
    }
    report_unused(artifacts, &used, diagnostics);
}

fn report_unused(artifacts: &[Artifact], used: &BTreeSet<Place>, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for allowance in artifacts.iter().flat_map(|artifact| &artifact.allow) {
        let place = allowance.origin.place();
        // `resolve` itself judges the allowances of codes that are not rules.
        if used.contains(&place) || !seen.insert(place.clone()) {
            continue;
        }
        let code = &allowance.code;
        diagnostics.push(match rule(code) {
            Some(_) => unused(code, place),
            None if ALLOWED.iter().any(|known| known.0 == code) => continue,
            None => unknown(code, &ALLOWED.map(|known| known.0), place),
        });
    }
}

/// Says that an `allow` accepts nothing that was found.
#[must_use]
pub fn unused(code: &str, place: Place) -> Diagnostic {
    let message = format!("`{code}` is allowed here, but nothing of the kind was found");
    Diagnostic::warning(codes::UNUSED_ALLOW, message)
        .at(place)
        .help("remove it, so that it cannot hide a later finding")
}

/// Says that an `allow` names no rule, and none of the codes that may be allowed beside them.
#[must_use]
pub fn unknown(code: &str, beside: &[&'static str], place: Place) -> Diagnostic {
    let known = super::all().map(|rule| rule.code.0).chain(beside.iter().copied());
    let nearest = spelling::nearest(code, known, usize::MAX)
        .map(|known| format!("the nearest is `{known}`; "))
        .unwrap_or_default();
    let message = format!("there is no diagnostic `{code}` to allow");
    Diagnostic::error(codes::UNKNOWN_CODE, message)
        .at(place)
        .help(format!("{nearest}`emrgen explain` lists all of them"))
}
