//! Text as the user wrote it, and symbolic places in it.
//!
//! A [`Source`] is a named text. A [`Node`] is a value read from it that remembers its [`Span`].
//! A [`Route`] names a value without an offset; it becomes a span when a diagnostic is shown.

mod node;
mod route;
mod sources;

pub use node::{Content, Entry, Node, merge_values};
pub use route::{Route, Step};
pub use sources::{DocumentId, Part, Place, Source, SourceId, Sources, Span};
