//! Every artifact against the JSON Schema of its kind.

use crate::artifact::Artifact;
use crate::check::Context;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::schema::{Schema, Violation, ViolationKind, validate};

/// A document that its target system would refuse.
pub const INVALID_DOCUMENT: Code = Code("invalid-document");
/// A field or a value that the targeted release does not have.
pub const NOT_IN_RELEASE: Code = Code("not-in-release");

/// Judges all artifacts.
pub fn check(artifacts: &[Artifact], context: &Context, diagnostics: &mut Diagnostics) {
    for artifact in artifacts {
        diagnostics.extend(judge(artifact, context));
    }
}

/// What the schema of its kind says of one artifact.
fn judge(artifact: &Artifact, context: &Context) -> Vec<Diagnostic> {
    let facts = artifact.kind.facts();
    let schema = facts.schema.and_then(Schema::by_id);
    let (Some(schema), Some(value)) = (schema, artifact.value()) else { return Vec::new() };
    let violations = validate(schema, &context.targets, value).into_iter();
    let judged = violations.filter(|violation| is_certain(violation, context));
    judged.map(|violation| report(artifact, &violation, facts.name)).collect()
}

/// Nothing is too new or too old for a release that nobody stated.
fn is_certain(violation: &Violation, context: &Context) -> bool {
    match violation.kind {
        ViolationKind::NotInRelease(product) => context.stated.of(product),
        ViolationKind::UnknownField
        | ViolationKind::MissingField
        | ViolationKind::WrongType
        | ViolationKind::BadValue
        | ViolationKind::Rule => true,
    }
}

fn report(artifact: &Artifact, violation: &Violation, kind: &str) -> Diagnostic {
    let code = match violation.kind {
        ViolationKind::NotInRelease(_) => NOT_IN_RELEASE,
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
