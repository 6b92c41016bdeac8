//! A document read into a type.

use std::ops::Deref;

use serde::de::DeserializeOwned;

use crate::artifact::Artifact;

/// A value and the document it was read from.
#[derive(Clone, Debug)]
pub struct View<'a, T> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The value.
    pub value: T,
}

impl<'a, T: DeserializeOwned> View<'a, T> {
    /// Reads a document; `None` where it does not have the type's shape.
    pub fn of(artifact: &'a Artifact) -> Option<Self> {
        let value = T::deserialize(artifact.value()?).ok()?;
        Some(Self { artifact, value })
    }
}

impl<T> Deref for View<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
