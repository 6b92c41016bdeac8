//! Every artifact against the JSON Schema of its kind.

use crate::artifact::Artifact;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::schema::{Schema, Targets, Violation, ViolationKind, validate};

/// A document that its target system would refuse.
pub const INVALID_DOCUMENT: Code = Code("invalid-document");
/// A field or a value that the targeted release does not have.
pub const NOT_IN_RELEASE: Code = Code("not-in-release");

/// Judges all artifacts.
pub fn check(artifacts: &[Artifact], targets: &Targets, diagnostics: &mut Diagnostics) {
    for artifact in artifacts {
        diagnostics.extend(judge(artifact, targets));
    }
}

/// What the schema of its kind says of one artifact.
pub fn judge(artifact: &Artifact, targets: &Targets) -> Vec<Diagnostic> {
    let facts = artifact.kind.facts();
    let schema = facts.schema.and_then(Schema::by_id);
    let (Some(schema), Some(value)) = (schema, artifact.value()) else { return Vec::new() };
    let report = |violation: Violation| report(artifact, &violation, facts.name);
    validate(schema, targets, value).into_iter().map(report).collect()
}

fn report(artifact: &Artifact, violation: &Violation, kind: &str) -> Diagnostic {
    let code = match violation.kind {
        ViolationKind::NotInRelease => NOT_IN_RELEASE,
        ViolationKind::UnknownField
        | ViolationKind::MissingField
        | ViolationKind::WrongType
        | ViolationKind::BadValue
        | ViolationKind::Rule => INVALID_DOCUMENT,
    };
    let name = artifact.name().map(|name| format!(" `{name}`")).unwrap_or_default();
    let message = format!("{kind}{name} is not valid: {}", violation.message);
    let mut diagnostic = Diagnostic::error(code, message)
        .at(artifact.origins.place(&violation.route, violation.part));
    // In a file that someone else wrote the excerpt shows the very place.
    if !artifact.origins.is_mirror() {
        diagnostic = diagnostic.label(format!("at `{}` of {}", violation.route, artifact.path));
    }
    diagnostic.help.clone_from(&violation.help);
    diagnostic
}
