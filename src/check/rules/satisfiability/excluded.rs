//! Values that a requirement shuts out and that nothing has.

use crate::artifact::Artifact;
use crate::artifact::karpenter::Requirement;
use crate::catalog::label::{normalize, of_auto_mode};
use crate::catalog::label_value::{self, Verdict, is_former, is_name};
use crate::check::Findings;
use crate::check::bundle::variable;
use crate::diagnostic::Severity;
use crate::source::Route;

/// Reports what the `NotIn` requirements of a pool or an overlay shut out in vain.
pub fn in_vain(
    artifact: &Artifact,
    home: &Route,
    owner: &str,
    all: &[Requirement],
    findings: &mut Findings,
) {
    for (index, requirement) in all.iter().enumerate().filter(|(_, one)| one.operator == "NotIn") {
        for (at, value) in requirement.values.iter().enumerate() {
            let Some((why, help, severity)) = fault(&requirement.key, value) else { continue };
            let message = format!(
                "{owner} shuts out `{value}` in vain: it is no value of `{}`{why}",
                requirement.key
            );
            findings
                .at(artifact, &home.then(index).then("values").then(at), message)
                .severity(severity)
                .help(help);
        }
    }
}

/// What is to be said of a value. A name that resembles none may be one that the catalog does not
/// have any more, or not yet, and then nothing is wrong.
fn fault(written: &str, value: &str) -> Option<(&'static str, String, Severity)> {
    let key = of_auto_mode(written).unwrap_or_else(|| normalize(written));
    let is_open = variable(value).is_some() || is_former(key, value);
    if is_open || label_value::verdict(key, value) == Verdict::Possible {
        return None;
    }
    match label_value::meant(key, value) {
        Some(meant) => Some(("", format!("did you mean `{meant}`?"), Severity::Warning)),
        None if is_name(key) => Some((
            " that is known",
            "drop it, unless it is newer than the catalog".to_owned(),
            Severity::Note,
        )),
        None => {
            Some(("", "drop it, or write the value that was meant".to_owned(), Severity::Warning))
        }
    }
}
