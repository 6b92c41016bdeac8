//! A variable that nobody filled in.

use std::collections::BTreeSet;

use crate::check::bundle::{texts, unfilled};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A variable that nobody filled in.
pub const RULE: Rule = Rule {
    code: Code("unsubstituted-variable"),
    severity: Severity::Warning,
    summary: "a variable of a shell or a template stands in a document that is used as it is",
    page: include_str!("unsubstituted_variable.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts {
        let Some(value) = artifact.value() else { continue };
        let mut told = BTreeSet::new();
        texts(value, &mut |trail, text| {
            let Some(variable) = unfilled(artifact, text, || trail.route()) else { return };
            if !told.insert(variable.text.to_owned()) {
                return;
            }
            let name = variable.text;
            let (message, help) = if variable.is_broken {
                (
                    format!("`{name}` is a variable that lost a brace"),
                    "nothing will fill it in: write the value",
                )
            } else {
                (
                    format!(
                        "`{name}` stands where its value should, unless something fills it in first"
                    ),
                    "write the value, or check what `envsubst` or the template made of it; in a spec an id that AWS makes is bound with `--bind`",
                )
            };
            let found = findings.at(artifact, &trail.route(), message).help(help);
            if variable.is_broken {
                found.severity(Severity::Error);
            }
        });
    }
}
