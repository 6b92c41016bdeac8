//! Where in the spec an entity was written.

use indexmap::IndexMap;
use serde_json::Value;

use crate::source::{DocumentId, Place, Route, Step};

/// The place of an entity of the spec, and what was said beside it for later phases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The document.
    pub document: DocumentId,
    /// The entity: `pools.etl`.
    pub route: Route,
}

impl Origin {
    /// The place of the entity itself.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::value(self.document, self.route.clone())
    }

    /// The origin of something below this entity.
    #[must_use]
    pub fn then(&self, step: impl Into<Step>) -> Self {
        Self { document: self.document, route: self.route.then(step) }
    }

    /// The place of something below this entity.
    #[must_use]
    pub fn at(&self, step: impl Into<Step>) -> Place {
        self.then(step).place()
    }
}

/// A diagnostic accepted at an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// The code.
    pub code: String,
    /// Why it is fine.
    pub reason: String,
    /// Where it was said.
    pub origin: Origin,
}

impl Allowance {
    /// The allowances of the entity at `origin`.
    #[must_use]
    pub fn all(allow: &IndexMap<String, String>, origin: &Origin) -> Vec<Self> {
        let home = origin.then("allow");
        allow
            .iter()
            .map(|(code, reason)| Self {
                code: code.clone(),
                reason: reason.clone(),
                origin: home.then(code),
            })
            .collect()
    }
}

/// Fields to merge into emitted documents, by kind, as written.
pub type Overrides = IndexMap<String, Value>;
