//! One document.

use serde::Serialize;
use serde_json::Value;

use super::{Kind, Origins};
use crate::model::{Allowance, Origin};
use crate::source::{Part, Place, Route, merge_values};
use crate::units::TeamName;

/// What a document holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Data: YAML or JSON by the ending of the path.
    Data(Value),
    /// Text that is no data structure.
    Text(String),
}

/// One document, and where its parts came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// The kind.
    pub kind: Kind,
    /// The file it goes to, relative to the output directory; for a file that someone else wrote,
    /// the file's own path.
    pub path: String,
    /// What it holds.
    pub body: Body,
    /// Where its parts came from.
    pub origins: Origins,
    /// The team it belongs to.
    pub team: Option<TeamName>,
    /// Diagnostics accepted for it.
    pub allow: Vec<Allowance>,
}

impl Artifact {
    /// A document of data compiled from an entity of the spec.
    ///
    /// # Panics
    /// Never for the types of this crate: all of them serialise to JSON.
    #[must_use]
    pub fn data(
        kind: Kind,
        path: impl Into<String>,
        value: &impl Serialize,
        origin: &Origin,
    ) -> Self {
        let value =
            serde_json::to_value(value).expect("documents have text keys and finite numbers");
        Self::new(kind, path, Body::Data(value), origin)
    }

    /// A document of text compiled from an entity of the spec.
    #[must_use]
    pub fn text(
        kind: Kind,
        path: impl Into<String>,
        text: impl Into<String>,
        origin: &Origin,
    ) -> Self {
        Self::new(kind, path, Body::Text(text.into()), origin)
    }

    fn new(kind: Kind, path: impl Into<String>, body: Body, origin: &Origin) -> Self {
        Self {
            kind,
            path: path.into(),
            body,
            origins: Origins::of(origin.document, origin.route.clone()),
            team: None,
            allow: Vec::new(),
        }
    }

    /// Says that the part at `emitted` came from `written`, a part of the entity's document.
    #[must_use]
    pub fn from(mut self, emitted: Route, written: &Origin) -> Self {
        self.origins.add(emitted, written.route.clone());
        self
    }

    /// Says which team it belongs to.
    #[must_use]
    pub fn of_team(mut self, team: &TeamName) -> Self {
        self.team = Some(team.clone());
        self
    }

    /// Carries the diagnostics accepted at the entity.
    #[must_use]
    pub fn allowing(mut self, allow: &[Allowance]) -> Self {
        self.allow.extend_from_slice(allow);
        self
    }

    /// Merges the entity's override for this kind, if it has one.
    #[must_use]
    pub fn overridden(
        self,
        overrides: &indexmap::IndexMap<String, Value>,
        origin: &Origin,
    ) -> Self {
        let name = self.kind.facts().name;
        match overrides.get(name) {
            Some(over) => self.merged(over, &origin.then("override").then(name)),
            None => self,
        }
    }

    /// Merges a value of the spec, written at `home`, over the data.
    #[must_use]
    pub fn merged(mut self, over: &Value, home: &Origin) -> Self {
        if let Body::Data(value) = &mut self.body {
            for route in leaves(over, &Route::ROOT) {
                self.origins.add(route.clone(), home.route.join(route.steps()));
            }
            merge_values(value, over.clone());
        }
        self
    }

    /// The data, if it is data.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match &self.body {
            Body::Data(value) => Some(value),
            Body::Text(_) => None,
        }
    }

    /// The `metadata.name` of a Kubernetes object.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.value()?.pointer("/metadata/name")?.as_str()
    }

    /// The `metadata.namespace` of a Kubernetes object.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.value()?.pointer("/metadata/namespace")?.as_str()
    }

    /// The place behind a part of the document.
    #[must_use]
    pub fn place(&self, emitted: &Route) -> Place {
        self.origins.place(emitted, Part::Value)
    }
}

/// The routes to all scalars and lists of a value.
fn leaves(value: &Value, home: &Route) -> Vec<Route> {
    let Some(map) = value.as_object().filter(|map| !map.is_empty()) else {
        return vec![home.clone()];
    };
    map.iter().flat_map(|(key, value)| leaves(value, &home.then(key))).collect()
}
