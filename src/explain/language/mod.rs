//! The fields of the language, as its JSON Schema tells them.

mod field;
mod reference;
mod shape;
mod words;

pub use field::{DOCUMENTS, Field, find as fields};
pub use reference::{meanings, reference};
pub use shape::{Shape, Unit, shapes};
pub use words::plain_words;
