//! A share of a whole: `10%`.

use std::fmt;

use super::UnitError;

/// A whole percentage from 0 to 100, written with its sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

unit!(Percent {
    name: "percent",
    noun: "a percentage",
    rule: "write a whole number from 0 to 100 and `%`, such as `10%`",
    pattern: Some("^(100|[1-9]?[0-9])%$"),
    examples: &["10%", "100%"],
    number: false,
});

impl Percent {
    /// Reads a percentage.
    ///
    /// # Errors
    /// When the text is not a whole number from 0 to 100 and `%`.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        text.strip_suffix('%').and_then(whole).map(Self).ok_or_else(|| {
            let guess = whole(text.trim_end_matches([' ', '%']));
            Self::FORMAT.refuse(text).or_suggest(guess.map(|it| format!("{it}%")))
        })
    }

    /// The number before the sign.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

fn whole(text: &str) -> Option<u8> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|number| plain && *number <= 100)
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_its_sign() {
        for number in 0..=100 {
            assert_eq!(Percent::parse(&format!("{number}%")).unwrap().get(), number);
        }
        for wrong in ["101%", "-1%", "1.5%", "010%", "%", "", "+1%"] {
            assert!(Percent::parse(wrong).is_err(), "{wrong}");
        }
        let error = Percent::parse("10").unwrap_err();
        assert_eq!(error.to_string(), "`10` is not a percentage: write `10%`");
    }
}
