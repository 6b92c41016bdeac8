//! The texts of one run, and the documents read from them.

use std::ops::Range;

use super::{Node, Route};

/// Which text of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// Which document of a run. An environment's overlay is already merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// A stretch of a text, in bytes, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The stretch as a range of bytes.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A named text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as the user gave it, or a name such as `<stdin>`.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Which part of an entry a diagnostic is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The value.
    #[default]
    Value,
    /// The key that the value stands under.
    Key,
}

/// Where a diagnostic points.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A value of a document, by name. A route that leads nowhere points at its deepest part.
    At {
        /// The document.
        document: DocumentId,
        /// The value.
        route: Route,
        /// The value itself or its key.
        part: Part,
    },
    /// A stretch of text that could not be read into a document.
    Span(Span),
    /// A whole file.
    File(SourceId),
}

impl Place {
    /// The value at `route`.
    #[must_use]
    pub fn value(document: DocumentId, route: Route) -> Self {
        Self::At { document, route, part: Part::Value }
    }

    /// The key of the value at `route`.
    #[must_use]
    pub fn key(document: DocumentId, route: Route) -> Self {
        Self::At { document, route, part: Part::Key }
    }
}

/// Every text and document of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
    documents: Vec<Node>,
}

impl Sources {
    /// Takes in a text.
    ///
    /// # Panics
    /// When a run has more than 2³² texts.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.sources.push(Source { name: name.into(), text: text.into() });
        SourceId(u32::try_from(self.sources.len() - 1).expect("fewer than 2^32 sources"))
    }

    /// Takes in a document read from one or, with an overlay, several of the texts.
    ///
    /// # Panics
    /// When a run has more than 2³² documents.
    pub fn add_document(&mut self, root: Node) -> DocumentId {
        self.documents.push(root);
        DocumentId(u32::try_from(self.documents.len() - 1).expect("fewer than 2^32 documents"))
    }

    /// The text behind an id.
    #[must_use]
    pub fn source(&self, id: SourceId) -> &Source {
        &self.sources[id.0 as usize]
    }

    /// The root of a document.
    #[must_use]
    pub fn document(&self, id: DocumentId) -> &Node {
        &self.documents[id.0 as usize]
    }

    /// The root of a document, to be merged into.
    pub fn document_mut(&mut self, id: DocumentId) -> &mut Node {
        &mut self.documents[id.0 as usize]
    }

    /// The texts, in the order taken in.
    #[must_use]
    pub fn all(&self) -> &[Source] {
        &self.sources
    }

    /// The text of a span.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        &self.source(span.source).text[span.range()]
    }

    /// The stretch of text that a place means.
    #[must_use]
    pub fn span(&self, place: &Place) -> Span {
        match place {
            Place::Span(span) => *span,
            Place::File(source) => Span { source: *source, start: 0, end: 0 },
            Place::At { document, route, part } => self.span_at(*document, route, *part),
        }
    }

    fn span_at(&self, document: DocumentId, route: &Route, part: Part) -> Span {
        let root = self.document(document);
        let (node, taken) = root.deepest(route);
        // What is not there is shown at the key of what should have held it.
        if taken < route.steps().len() || part == Part::Key {
            let parent: Route = route.steps()[..taken.saturating_sub(1)].iter().cloned().collect();
            let key = route.steps().get(taken.wrapping_sub(1));
            if let Some(super::Step::Key(key)) = key
                && let Some(entry) = root.deepest(&parent).0.entry(key)
            {
                return entry.key;
            }
        }
        node.span
    }
}
