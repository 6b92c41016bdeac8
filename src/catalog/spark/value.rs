//! What values Spark's keys take.

use crate::units::JvmMemory;

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A number.
    Double,
    /// An amount of memory: `4g`.
    Size,
    /// A length of time: `60s`.
    Duration,
    /// Any text.
    Text,
}

impl ValueType {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "bool" => Self::Bool,
            "int" => Self::Int,
            "double" => Self::Double,
            "size" => Self::Size,
            "duration" => Self::Duration,
            "text" => Self::Text,
            _ => return None,
        })
    }

    /// What a value of it is, for a message: ``a duration such as `60s` ``.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Bool => "`true` or `false`",
            Self::Int => "a whole number",
            Self::Double => "a number",
            Self::Size => "a size such as `512m` or `4g`",
            Self::Duration => "a duration such as `500ms`, `60s` or `2h`",
            Self::Text => "a text",
        }
    }

    /// Whether Spark can read the value. What holds a variable to be filled in, `${…}`, passes.
    #[must_use]
    pub fn accepts(self, value: &str) -> bool {
        let value = value.trim();
        if value.contains("${") {
            return true;
        }
        match self {
            Self::Bool => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
            Self::Int => value.parse::<i64>().is_ok(),
            Self::Double => value.parse::<f64>().is_ok(),
            Self::Size => JvmMemory::parse(value.strip_prefix('-').unwrap_or(value)).is_ok(),
            Self::Duration => is_duration(&value.to_ascii_lowercase()),
            Self::Text => true,
        }
    }
}

fn is_duration(value: &str) -> bool {
    let value = value.strip_prefix('-').unwrap_or(value);
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let units = ["", "us", "ms", "s", "m", "min", "h", "d"];
    end > 0 && units.contains(&&value[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_spark_reads_them() {
        let cases = [
            (ValueType::Bool, "True", true),
            (ValueType::Bool, "yes", false),
            (ValueType::Int, "60000000", true),
            (ValueType::Int, "1.5", false),
            (ValueType::Double, "0.3", true),
            (ValueType::Double, "a lot", false),
            (ValueType::Size, "4g", true),
            (ValueType::Size, "-1", true),
            (ValueType::Size, "4Gi", false),
            (ValueType::Duration, "60s", true),
            (ValueType::Duration, "120", true),
            (ValueType::Duration, "1m30s", false),
            (ValueType::Duration, "2 hours", false),
            (ValueType::Text, "", true),
            (ValueType::Int, "${count}", true),
        ];
        for (kind, value, expected) in cases {
            assert_eq!(kind.accepts(value), expected, "{kind:?} {value}");
        }
    }
}
