//! A document read into a type.

use std::ops::Deref;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::artifact::Artifact;
use crate::artifact::terraform::holds_expression;

/// A value and the document it was read from.
#[derive(Clone, Debug)]
pub struct View<'a, T> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The value.
    pub value: T,
}

impl<'a, T: DeserializeOwned> View<'a, T> {
    /// Reads a document; `None` where it does not have the type's shape, or where an expression of
    /// Terraform's makes a part of it. What is `null`, as templates leave it, is not written.
    pub fn of(artifact: &'a Artifact) -> Option<Self> {
        let written = artifact.value().filter(|_| !is_made(artifact))?;
        let value = T::deserialize(written).or_else(|_| T::deserialize(without_nulls(written)));
        Some(Self { artifact, value: value.ok()? })
    }
}

/// The same without the keys that have no value. Items of lists keep their places.
fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            let written = entries.iter().filter(|(_, value)| !value.is_null());
            written.map(|(key, value)| (key.clone(), without_nulls(value))).collect()
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Whether an expression of Terraform's makes a part of an object other than its name and labels:
/// the object is there, and what it is like is not known.
pub(super) fn is_made(artifact: &Artifact) -> bool {
    let fields = artifact.value().and_then(Value::as_object).into_iter().flatten();
    artifact.origins.is_inner()
        && fields.filter(|(key, _)| *key != "metadata").any(|(_, value)| holds_expression(value))
}

impl<T> Deref for View<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
