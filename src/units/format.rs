//! What every unit has: a name, a rule, examples; and from them its serde and JSON Schema.

use std::fmt;
use std::marker::PhantomData;

use schemars::{Schema, json_schema};
use serde::de::{self, Deserializer, Visitor};

use super::UnitError;
use super::error::shown;

/// How the text of a unit is described to people, editors and validators.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The `format` of its JSON Schema, such as `pool-name`.
    pub name: &'static str,
    /// What one is called in a sentence, such as "a pool name".
    pub noun: &'static str,
    /// What to write, such as "use lower-case letters, digits and `-`".
    pub rule: &'static str,
    /// A regular expression that every valid text matches; the check may ask for more.
    pub pattern: Option<&'static str>,
    /// Valid texts, the most usual first.
    pub examples: &'static [&'static str],
    /// Whether a bare number may stand for the text.
    pub number: bool,
    /// The whole check.
    pub check: fn(&str) -> Result<(), UnitError>,
}

impl Format {
    /// The refusal of a text, without a guess.
    pub(super) fn refuse(&self, text: &str) -> UnitError {
        if text.is_empty() {
            return UnitError::new(format!("{} cannot be empty", self.noun), self.rule);
        }
        UnitError::new(format!("{} is not {}", shown(text), self.noun), self.rule)
    }

    /// The JSON Schema of the unit.
    pub(super) fn schema(&self) -> Schema {
        let kind = if self.number {
            serde_json::json!(["string", "number"])
        } else {
            serde_json::json!("string")
        };
        let mut noun = self.noun.to_owned();
        noun[..1].make_ascii_uppercase();
        let mut schema = json_schema!({
            "description": format!("{noun}: {}.", self.rule),
            "type": kind,
            "format": self.name,
            "examples": self.examples,
        });
        if let Some(pattern) = self.pattern {
            schema.insert("pattern".to_owned(), pattern.into());
        }
        schema
    }

    fn refuse_bare(&self, what: &str, text: &dyn fmt::Display) -> UnitError {
        let reason = format!("{} is text, and a bare `{text}` is {what}", self.noun);
        UnitError::new(reason, "write it in quotes")
    }
}

/// Reads a unit from a string, or from a number where the format allows one.
pub(super) fn deserialize<'de, D, T>(
    deserializer: D,
    format: Format,
    parse: fn(&str) -> Result<T, UnitError>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(UnitVisitor { format, parse, unit: PhantomData })
}

struct UnitVisitor<T> {
    format: Format,
    parse: fn(&str) -> Result<T, UnitError>,
    unit: PhantomData<T>,
}

impl<T> UnitVisitor<T> {
    fn number<E: de::Error>(&self, number: &dyn fmt::Display) -> Result<T, E> {
        if self.format.number {
            (self.parse)(&number.to_string()).map_err(E::custom)
        } else {
            Err(E::custom(self.format.refuse_bare("a number", number)))
        }
    }
}

impl<T> Visitor<'_> for UnitVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.format.noun)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<T, E> {
        self.number(&number)
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<T, E> {
        self.number(&number)
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<T, E> {
        self.number(&number)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<T, E> {
        Err(E::custom(self.format.refuse_bare("a boolean", &flag)))
    }
}

/// Gives a type that has `parse` and `Display` its format, its serde and its JSON Schema.
macro_rules! unit {
    ($unit:ident { $($field:ident: $value:expr),* $(,)? }) => {
        impl $unit {
            /// How it is described to people, editors and validators.
            pub const FORMAT: $crate::units::Format = $crate::units::Format {
                $($field: $value,)*
                check: |text| $unit::parse(text).map(drop),
            };
        }

        impl std::str::FromStr for $unit {
            type Err = $crate::units::UnitError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl serde::Serialize for $unit {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $unit {
            fn deserialize<D>(deserializer: D) -> Result<Self, D::Error>
            where
                D: serde::Deserializer<'de>,
            {
                $crate::units::format::deserialize(deserializer, Self::FORMAT, Self::parse)
            }
        }

        impl schemars::JsonSchema for $unit {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($unit).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                Self::FORMAT.schema()
            }
        }
    };
}

/// Lets a unit that keeps its text in a field `text` show and lend it.
macro_rules! shows_its_text {
    ($unit:ident) => {
        impl $unit {
            /// The text, as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl std::fmt::Display for $unit {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.text)
            }
        }

        impl AsRef<str> for $unit {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }
    };
}

/// Compares a unit by what its text means: `1000m` and `1` are one quantity.
macro_rules! compares_by {
    ($unit:ident, $field:ident) => {
        impl PartialEq for $unit {
            fn eq(&self, other: &Self) -> bool {
                self.$field == other.$field
            }
        }

        impl Eq for $unit {}

        impl PartialOrd for $unit {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $unit {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.$field.cmp(&other.$field)
            }
        }

        impl std::hash::Hash for $unit {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.$field.hash(state);
            }
        }
    };
}
