//! What is read from a Terraform file.

use serde_json::Value;

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
