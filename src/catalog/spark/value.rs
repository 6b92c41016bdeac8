//! What values Spark's keys take.

use crate::units::{DnsSubdomain, JvmMemory, LabelValue, Quantity};

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
    /// A whole number of at least one.
    Count,
    /// A whole number of at least zero.
    Whole,
    /// A number above zero.
    PositiveDouble,
    /// A length of time above zero.
    PositiveDuration,
    /// A port that a process without rights may open; zero, for any that is free.
    Port,
    /// A path with a slash at its end.
    Directory,
    /// An amount as Kubernetes writes it: `100Gi`, `500m`.
    Quantity,
    /// The value of a label.
    Label,
    /// The name of an object, or what Spark makes one of for each pod.
    Name,
    /// A path inside of a volume.
    Inner,
    /// One of a few words.
    OneOf(&'static [&'static str]),
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
    pub fn noun(self) -> String {
        let noun = match self {
            Self::Bool => "`true` or `false`",
            Self::Int => "a whole number",
            Self::Double => "a number",
            Self::Size => "a size such as `512m` or `4g`",
            Self::Duration => "a duration such as `500ms`, `60s` or `2h`",
            Self::Count => "a whole number of at least 1",
            Self::Whole => "a whole number of at least 0",
            Self::PositiveDouble => "a number above 0",
            Self::PositiveDuration => "a duration above 0, such as `500ms`, `60s` or `2h`",
            Self::Port => "a port from 1024 to 65535",
            Self::Directory => "a path with a slash at its end",
            Self::Quantity => "a quantity of Kubernetes, such as `2`, `500m` or `100Gi`",
            Self::Label => {
                "at most 63 letters, digits, `-`, `_` and `.`, with a letter or digit at both ends"
            }
            Self::Name => "the name of an object: lower-case letters, digits, `-` and `.`",
            Self::Inner => "a path without a slash before it and without `..`",
            Self::OneOf(words) => return one_of(words),
            Self::Text => "a text",
        };
        noun.to_owned()
    }

    /// Who reads it, and fails: what Spark hands on is refused by Kubernetes.
    #[must_use]
    pub fn reader(self) -> &'static str {
        if matches!(self, Self::Quantity | Self::Label | Self::Name | Self::Inner | Self::OneOf(_))
        {
            "Kubernetes"
        } else {
            "Spark"
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
            Self::Count => value.parse().is_ok_and(|count: i64| count > 0),
            Self::Whole => value.parse().is_ok_and(|count: i64| count >= 0),
            Self::PositiveDouble => value.parse().is_ok_and(|number: f64| number > 0.0),
            Self::PositiveDuration => is_positive_duration(&value.to_ascii_lowercase()),
            Self::Port => value.parse().is_ok_and(|port: u16| port == 0 || port >= 1024),
            Self::Directory => value.ends_with('/'),
            Self::Quantity => Quantity::parse(value).is_ok(),
            Self::Label => LabelValue::parse(value).is_ok(),
            Self::Name => is_name(value),
            Self::Inner => !value.starts_with('/') && value.split('/').all(|part| part != ".."),
            Self::OneOf(words) => words.contains(&value),
            Self::Text => true,
        }
    }
}

/// Whether Kubernetes takes it for the name of an object. Nothing is no name, and means none.
fn is_name(value: &str) -> bool {
    let is_made = ["OnDemand", "SPARK_EXECUTOR_ID"].iter().any(|word| value.contains(word));
    value.is_empty() || is_made || DnsSubdomain::parse(value).is_ok()
}

/// `` `a`, `b` or `c` ``.
fn one_of(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        few => few.concat(),
    }
}

fn is_positive_duration(value: &str) -> bool {
    is_duration(value) && value.trim_start_matches('0').starts_with(|c: char| c.is_ascii_digit())
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
            (ValueType::Count, "0", false),
            (ValueType::Count, "10", true),
            (ValueType::PositiveDouble, "0", false),
            (ValueType::PositiveDouble, "0.2", true),
            (ValueType::PositiveDuration, "0s", false),
            (ValueType::PositiveDuration, "-1s", false),
            (ValueType::PositiveDuration, "010ms", true),
            (ValueType::Port, "0", true),
            (ValueType::Port, "80", false),
            (ValueType::Port, "65536", false),
            (ValueType::Port, "7078", true),
            (ValueType::Directory, "s3://bucket/shuffle", false),
            (ValueType::Directory, "s3://bucket/shuffle/", true),
            (ValueType::Whole, "-1", false),
            (ValueType::Whole, "0", true),
            (ValueType::Name, "Gp3_Fast", false),
            (ValueType::Name, "onDemand", false),
            (ValueType::Name, "OnDemand", true),
            (ValueType::Name, "etl-SPARK_EXECUTOR_ID", true),
            (ValueType::Name, "gp3-fast", true),
            (ValueType::Inner, "../other", false),
            (ValueType::Inner, "/other", false),
            (ValueType::Inner, "etl/2024..2025", true),
            (ValueType::Label, "data team", false),
            (ValueType::Label, "data-team", true),
            (ValueType::Quantity, "100g", false),
            (ValueType::Quantity, "100Gi", true),
            (ValueType::OneOf(&["Always", "Never"]), "always", false),
            (ValueType::OneOf(&["Always", "Never"]), "Never", true),
            (ValueType::Text, "", true),
            (ValueType::Int, "${count}", true),
        ];
        for (kind, value, expected) in cases {
            assert_eq!(kind.accepts(value), expected, "{kind:?} {value}");
        }
    }

    #[test]
    fn a_few_words_are_named_one_by_one() {
        assert_eq!(ValueType::OneOf(&["a", "b", "c"]).noun(), "`a`, `b` or `c`");
        assert_eq!(ValueType::OneOf(&["a"]).noun(), "`a`");
    }
}
