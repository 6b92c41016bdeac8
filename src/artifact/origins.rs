//! From a part of an emitted document back to the words that made it so.

use crate::source::{DocumentId, Part, Place, Route};

/// Where the parts of a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    document: DocumentId,
    route: Route,
    /// Whether the document *is* the source, so that a route in one is a route in the other.
    mirror: bool,
    parts: Vec<(Route, Route)>,
}

impl Origins {
    /// A compiled document that came from one entity of a spec.
    #[must_use]
    pub fn of(document: DocumentId, route: Route) -> Self {
        Self { document, route, mirror: false, parts: Vec::new() }
    }

    /// A document that someone else wrote, at `route` of the file's document (`items[3]` of a List).
    #[must_use]
    pub fn mirror(document: DocumentId, route: Route) -> Self {
        Self { document, route, mirror: true, parts: Vec::new() }
    }

    /// Whether the document is its own source: someone else wrote it.
    #[must_use]
    pub fn is_mirror(&self) -> bool {
        self.mirror
    }

    /// Says that the part at `emitted` came from `written`.
    pub fn add(&mut self, emitted: Route, written: Route) {
        self.parts.push((emitted, written));
    }

    /// The document that holds the origin.
    #[must_use]
    pub fn document(&self) -> DocumentId {
        self.document
    }

    /// The entity's own route.
    #[must_use]
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// The place behind a part of the emitted document: that of the longest known route to it.
    #[must_use]
    pub fn place(&self, emitted: &Route, part: Part) -> Place {
        if self.mirror {
            let route = self.route.join(emitted.steps());
            return Place::At { document: self.document, route, part };
        }
        let route = self
            .parts
            .iter()
            .filter(|(prefix, _)| emitted.steps().starts_with(prefix.steps()))
            .max_by_key(|(prefix, _)| prefix.steps().len())
            .map_or(&self.route, |(_, written)| written);
        Place::At { document: self.document, route: route.clone(), part: Part::Value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route;

    #[test]
    fn the_longest_prefix_decides() {
        let mut origins = Origins::of(DocumentId(0), route!["pools", "etl"]);
        origins.add(route!["spec", "limits"], route!["pools", "etl", "limits"]);
        origins.add(route!["spec", "limits", "cpu"], route!["pools", "etl", "limits", "cpu"]);
        let at = |emitted: Route| origins.place(&emitted, Part::Value);
        assert_eq!(
            at(route!["spec", "limits", "cpu"]),
            Place::value(DocumentId(0), route!["pools", "etl", "limits", "cpu"])
        );
        assert_eq!(
            at(route!["spec", "limits", "memory"]),
            Place::value(DocumentId(0), route!["pools", "etl", "limits"])
        );
        assert_eq!(at(route!["metadata"]), Place::value(DocumentId(0), route!["pools", "etl"]));
    }

    #[test]
    fn a_foreign_file_is_its_own_origin() {
        let origins = Origins::mirror(DocumentId(2), route!["items", 1]);
        assert_eq!(
            origins.place(&route!["spec", "weight"], Part::Key),
            Place::key(DocumentId(2), route!["items", 1, "spec", "weight"])
        );
    }
}
