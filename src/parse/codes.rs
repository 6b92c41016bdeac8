//! What the readers may say.

use crate::diagnostic::Code;

/// The text is not YAML.
pub const YAML_SYNTAX: Code = Code("yaml-syntax");
/// The text is not JSON.
pub const JSON_SYNTAX: Code = Code("json-syntax");
/// A map has the same key twice; parsers disagree which value counts.
pub const DUPLICATE_KEY: Code = Code("duplicate-key");
/// A map's key is a list or a map, or is missing.
pub const INVALID_KEY: Code = Code("invalid-key");
/// A merge key `<<` has a value that is neither a map nor a list of maps.
pub const INVALID_MERGE: Code = Code("invalid-merge");
/// An alias names an anchor that is not above it.
pub const UNKNOWN_ALIAS: Code = Code("unknown-alias");
/// An alias stands inside of what it names.
pub const ALIAS_CYCLE: Code = Code("alias-cycle");
/// Aliases expand to far more than the text that has them.
pub const ALIAS_EXPANSION: Code = Code("alias-expansion");
/// Lists and maps nest deeper than any document that a person would write.
pub const NESTING_TOO_DEEP: Code = Code("nesting-too-deep");
/// A value has a tag that is not one of YAML's own, or does not fit it.
pub const UNKNOWN_TAG: Code = Code("unknown-tag");
/// A text is longer than its places can be counted.
pub const SOURCE_TOO_LARGE: Code = Code("source-too-large");

/// All of them.
pub const ALL: &[Code] = &[
    YAML_SYNTAX,
    JSON_SYNTAX,
    DUPLICATE_KEY,
    INVALID_KEY,
    INVALID_MERGE,
    UNKNOWN_ALIAS,
    ALIAS_CYCLE,
    ALIAS_EXPANSION,
    NESTING_TOO_DEEP,
    UNKNOWN_TAG,
    SOURCE_TOO_LARGE,
];
