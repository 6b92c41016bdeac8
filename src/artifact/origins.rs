//! From a part of an emitted document back to the words that made it so.

use crate::source::{DocumentId, Part, Place, Route};

/// Where the parts of a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins {
    document: DocumentId,
    route: Route,
    relation: Relation,
    parts: Vec<(Route, Route)>,
}

/// What a document is to its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// Made from it.
    Compiled,
    /// The source itself, so that a route in one is a route in the other.
    Mirror,
    /// A part of another document, from which it was read.
    Inner,
}

impl Origins {
    /// A compiled document that came from one entity of a spec.
    #[must_use]
    pub fn of(document: DocumentId, route: Route) -> Self {
        Self { document, route, relation: Relation::Compiled, parts: Vec::new() }
    }

    /// A document that someone else wrote, at `route` of the file's document (`items[3]` of a List).
    #[must_use]
    pub fn mirror(document: DocumentId, route: Route) -> Self {
        Self { document, route, relation: Relation::Mirror, parts: Vec::new() }
    }

    /// A document that stands at `route` inside a document of another kind.
    #[must_use]
    pub fn inner(document: DocumentId, route: Route) -> Self {
        Self { document, route, relation: Relation::Inner, parts: Vec::new() }
    }

    /// Whether the document is its own source: someone else wrote it.
    #[must_use]
    pub fn is_mirror(&self) -> bool {
        self.relation != Relation::Compiled
    }

    /// Whether it stands inside a document of another kind.
    #[must_use]
    pub fn is_inner(&self) -> bool {
        self.relation == Relation::Inner
    }

    /// Whether it stands inside a document of another kind, which has other names for its parts.
    #[must_use]
    pub fn is_renamed(&self) -> bool {
        self.is_inner() && !self.parts.is_empty()
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
        let nearest = self
            .parts
            .iter()
            .filter(|(prefix, _)| emitted.steps().starts_with(prefix.steps()))
            .max_by_key(|(prefix, _)| prefix.steps().len());
        if self.is_mirror() {
            let route = match nearest {
                Some((prefix, written)) => written.join(&emitted.steps()[prefix.steps().len()..]),
                None => self.route.join(emitted.steps()),
            };
            return Place::At { document: self.document, route, part };
        }
        let route = nearest.map_or(&self.route, |(_, written)| written);
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
    fn a_part_of_a_file_is_found_below_its_own_place() {
        let mut origins = Origins::inner(DocumentId(2), route!["data", "x"]);
        origins.add(route!["Statement", 0, "Action"], route!["data", "x", "statement", "actions"]);
        assert_eq!(
            origins.place(&route!["Statement", 0, "Action", 1], Part::Value),
            Place::value(DocumentId(2), route!["data", "x", "statement", "actions", 1])
        );
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
