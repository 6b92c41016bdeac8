//! Values that a requirement shuts out and that nothing has.

use crate::artifact::Artifact;
use crate::artifact::karpenter::Requirement;
use crate::catalog::label::{normalize, of_auto_mode};
use crate::catalog::label_value::{self, Verdict, is_former};
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

/// What is to be said of a value. One that resembles none may be a name that the catalog does not
/// have yet, or the rest of a list that is meant for whatever comes.
fn fault(written: &str, value: &str) -> Option<(&'static str, String, Severity)> {
    let key = of_auto_mode(written).unwrap_or_else(|| normalize(written));
    if variable(value).is_some() || is_former(key, value) {
        return None;
    }
    let verdict = label_value::verdict(key, value);
    match label_value::meant(key, value) {
        _ if verdict == Verdict::Possible => None,
        Some(meant) => Some(("", format!("did you mean `{meant}`?"), Severity::Warning)),
        None if verdict == Verdict::Never => {
            let help = "drop it, or write the value that was meant".to_owned();
            Some(("", help, Severity::Warning))
        }
        None => {
            let help = "drop it, unless it is newer than the catalog".to_owned();
            Some((" that is known", help, Severity::Note))
        }
    }
}
