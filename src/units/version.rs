//! A release line: `1.33`.

use std::fmt;

use super::UnitError;

/// The first two numbers of a version, as in `kubernetes: "1.33"`; compared as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MinorVersion {
    /// The number before the dot.
    pub major: u32,
    /// The number after the dot.
    pub minor: u32,
}

unit!(MinorVersion {
    name: "minor-version",
    noun: "a minor version",
    rule: "write two numbers in quotes, such as `\"1.33\"`",
    pattern: Some(r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$"),
    examples: &["1.33", "1.6"],
    number: false,
});

impl MinorVersion {
    /// The version of two numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32) -> Self {
        Self { major, minor }
    }

    /// Reads a version.
    ///
    /// # Errors
    /// When the text is not two numbers joined by a dot.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        two_numbers(text).ok_or_else(|| Self::FORMAT.refuse(text).or_suggest(guess(text)))
    }
}

impl fmt::Display for MinorVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

fn two_numbers(text: &str) -> Option<MinorVersion> {
    let (major, minor) = text.split_once('.')?;
    Some(MinorVersion { major: number(major)?, minor: number(minor)? })
}

/// A decimal number without sign or leading zeros.
pub(super) fn number(text: &str) -> Option<u32> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

/// The release line of a full version: `v1.33.2` is `1.33`.
fn guess(text: &str) -> Option<String> {
    let mut numbers = text.trim().trim_start_matches('v').splitn(3, '.');
    let version = MinorVersion::new(number(numbers.next()?)?, number(numbers.next()?)?);
    Some(version.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_as_numbers() {
        let parse = |text| MinorVersion::parse(text).unwrap();
        assert!(parse("1.9") < parse("1.30"));
        assert_eq!(parse("1.33"), MinorVersion::new(1, 33));
        for wrong in ["", "1", "1.", ".1", "1.033", "+1.2", "1.x", "99999999999.1"] {
            assert!(MinorVersion::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(MinorVersion::parse("v1.33.2").unwrap_err().help(), "write `1.33`");
    }

    #[test]
    fn a_bare_number_would_lose_its_zero() {
        let error = serde_json::from_value::<MinorVersion>(serde_json::json!(1.33))
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            "a minor version is text, and a bare `1.33` is a number: write it in quotes"
        );
    }
}
