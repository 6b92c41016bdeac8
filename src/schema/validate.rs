//! Judging a document by the schema of its kind.

use std::borrow::Cow;

use serde_json::Value;

use super::explain::explain_at;
use super::release::{since, until};
use super::{Schema, Targets, Violation, ViolationKind};
use crate::source::{Part, Route};

/// Everything that the schema refuses about the value, for the target releases.
///
/// In a Kubernetes document a field that is `null` counts as not written, as it does there.
#[must_use]
pub fn validate(schema: &Schema, targets: &Targets, value: &Value) -> Vec<Violation> {
    let Some(compiled) = schema.compiled(targets) else {
        return not_in_release(schema, targets, value).into_iter().collect();
    };
    if compiled.validator.is_valid(value) {
        return Vec::new();
    }
    let value = if schema.value().get("x-null").is_some() {
        Cow::Owned(without_nulls(value))
    } else {
        Cow::Borrowed(value)
    };
    explain_at(schema.value(), &compiled.plain, &compiled.validator, targets, &value)
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let written = fields.iter().filter(|(_, field)| !field.is_null());
            Value::Object(written.map(|(key, it)| (key.clone(), without_nulls(it))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(without_nulls).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// That the target release has no documents of this schema, which is why it compiles to nothing.
fn not_in_release(schema: &Schema, targets: &Targets, value: &Value) -> Option<Violation> {
    let named = schema.value().get("title").and_then(Value::as_str).unwrap_or(schema.id());
    let too_new = since(schema.value()).filter(|release| !release.reached_by(targets));
    let release = too_new.or_else(|| until(schema.value()))?;
    let target = release.target(targets);
    let message = if too_new.is_some() {
        format!("`{named}` needs {release}, the target is {target}")
    } else {
        format!("{release} has no `{named}` any more, the target is {target}")
    };
    let route = if value.get("kind").is_some() { Route::ROOT.then("kind") } else { Route::ROOT };
    let kind = ViolationKind::NotInRelease(release.product());
    Some(Violation { route, part: Part::Value, kind, message, help: None })
}
