//! What is wrong with a value, in people's words.

use super::Product;
use crate::source::{Part, Route};

/// One thing that a schema refuses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The value at fault; of a missing field, the mapping that lacks it.
    pub route: Route,
    /// Whether the value is at fault or its key.
    pub part: Part,
    /// In which way it is wrong.
    pub kind: ViolationKind,
    /// What is wrong: one sentence, lower case, no full stop, names in backticks.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
}

/// The ways in which a value can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ViolationKind {
    /// A field that the schema does not know.
    UnknownField,
    /// A field that has to be there is not.
    MissingField,
    /// Text where a number belongs, and the like.
    WrongType,
    /// A value of the right type that is not allowed.
    BadValue,
    /// A field or value that the target release of a product does not have.
    NotInRelease(Product),
    /// Values that do not go together.
    Rule,
}
