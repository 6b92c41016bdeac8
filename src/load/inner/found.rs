//! What is read from a Terraform file.

use serde_json::{Value, json};

use super::arguments::OPEN;
use crate::artifact::Kind;
use crate::source::Route;

/// A document in a file.
#[derive(Debug)]
pub struct Found {
    /// What it is; `None` where its own words say it.
    pub kind: Option<Kind>,
    /// Its place in the file.
    pub route: Route,
    /// The document.
    pub value: Value,
    /// Parts of it that stand elsewhere in the file than below its place.
    pub parts: Vec<(Route, Route)>,
}

impl Found {
    /// The same with a name and a namespace that may be any, and without labels, where an
    /// expression makes them.
    #[must_use]
    pub fn named(mut self) -> Self {
        let Some(metadata) = self.value.get_mut("metadata") else { return self };
        if metadata.is_string() {
            *metadata = json!({ "name": OPEN, "namespace": OPEN });
        }
        if let Some(fields) = metadata.as_object_mut() {
            fields.retain(|key, value| {
                !(value.is_string() && ["annotations", "labels"].contains(&key.as_str()))
            });
        }
        self
    }
}
