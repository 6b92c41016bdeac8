//! Every artifact against the JSON Schema of its kind.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::Context;
use crate::check::bundle::{at, unfilled};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::parallel;
use crate::schema::{Schema, Violation, ViolationKind, validate};
use crate::source::Step;

/// A document that its target system would refuse.
pub const INVALID_DOCUMENT: Code = Code("invalid-document");
/// A field or a value that the targeted release does not have.
pub const NOT_IN_RELEASE: Code = Code("not-in-release");

/// Judges all artifacts.
pub fn check(artifacts: &[Artifact], context: &Context, diagnostics: &mut Diagnostics) {
    let found = parallel::map(artifacts, |artifact| judge(artifact, context));
    diagnostics.extend(found.into_iter().flatten());
}

/// What the schema of its kind says of one artifact.
fn judge(artifact: &Artifact, context: &Context) -> Vec<Diagnostic> {
    let facts = artifact.kind.facts();
    let schema = facts.schema.and_then(Schema::by_id);
    let (Some(schema), Some(value)) = (schema, artifact.value()) else { return Vec::new() };
    let violations = validate(schema, &context.targets, value).into_iter();
    let judged = violations.filter(|it| is_certain(it, context) && !is_open(artifact, value, it));
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

/// What stands for a value is not known: an expression of Terraform's, or a variable of which a rule
/// says that somebody has to fill it in.
fn is_open(artifact: &Artifact, value: &Value, violation: &Violation) -> bool {
    let text = at(value, &violation.route).and_then(Value::as_str);
    let is_field = violation.kind == ViolationKind::UnknownField;
    if let Some(text) = text.filter(|_| artifact.origins.is_mirror() && !is_field)
        && let Some(variable) = unfilled(artifact, text, || violation.route.clone())
    {
        return !variable.is_broken;
    }
    let is_expression = |text: &str| text.contains("${");
    let is_named = violation
        .route
        .steps()
        .last()
        .is_some_and(|step| matches!(step, Step::Key(key) if is_expression(key)));
    let is_value = !is_field && text.is_some_and(is_expression);
    artifact.origins.is_inner() && (is_named || is_value)
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
    if violation.kind == ViolationKind::UnknownField && is_kept(artifact, violation) {
        diagnostic.severity = Severity::Warning;
        let help = "the cluster keeps it, and the operator does not read it";
        diagnostic.help.get_or_insert_with(|| help.to_owned());
    }
    if artifact.origins.is_renamed() {
        diagnostic.message = words_of_terraform(&diagnostic.message);
        diagnostic.help = diagnostic.help.as_deref().map(words_of_terraform);
        if violation.kind == ViolationKind::UnknownField {
            of_newer_provider(&mut diagnostic);
        }
    }
    diagnostic
}

/// Whether a field is below a pod template of the Spark operator, where the API takes any.
fn is_kept(artifact: &Artifact, violation: &Violation) -> bool {
    let is_application =
        matches!(artifact.kind, Kind::SparkApplication | Kind::ScheduledSparkApplication);
    let mut steps = violation.route.steps().windows(2);
    is_application
        && steps.any(|pair| {
            (pair[0] == "driver".into() || pair[0] == "executor".into())
                && pair[1] == "template".into()
        })
}

/// An argument that is no slip of a known one may have come with a newer provider.
fn of_newer_provider(diagnostic: &mut Diagnostic) {
    let help = diagnostic.help.take().unwrap_or_else(|| "remove it".to_owned());
    let is_slip = help.starts_with("did you mean") || help.contains("belongs in");
    if is_slip {
        diagnostic.help = Some(help);
    } else {
        diagnostic.severity = Severity::Warning;
        let doubt = "unless your provider is newer than what emrgen knows";
        diagnostic.help = Some(format!("{help}, {doubt}"));
    }
}

/// A sentence with the API's names as Terraform writes them: `release_label`.
fn words_of_terraform(sentence: &str) -> String {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new("`[a-z]+[0-9]?(?:[A-Z][A-Za-z]*)+`").expect("the pattern is constant")
    });
    static HUMP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("[A-Z]+").expect("the pattern is constant"));
    let snake = |found: &Captures<'_>| {
        HUMP.replace_all(&found[0], |hump: &Captures<'_>| format!("_{}", hump[0].to_lowercase()))
            .into_owned()
    };
    NAME.replace_all(sentence, snake).into_owned()
}

#[cfg(test)]
mod tests {
    use super::words_of_terraform;

    #[test]
    fn names_of_the_api_are_terraforms() {
        let said = words_of_terraform("`releaseLabel` is missing (`persistentAppUI`, `name`)");
        assert_eq!(said, "`release_label` is missing (`persistent_app_ui`, `name`)");
        assert_eq!(words_of_terraform("`s3:GetObject` and `etl`"), "`s3:GetObject` and `etl`");
    }
}
