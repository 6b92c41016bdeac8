//! Why a text is not a value of a unit.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// How many characters of a refused text a message repeats.
const SHOWN_CHARACTERS: usize = 80;

/// A refusal: what is wrong, the rule, and where one can be guessed the text that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitError {
    /// What is wrong, as a sentence: "`2GiB` is not a quantity".
    pub reason: String,
    /// What the unit asks for: "write a number and a suffix, such as `50Gi`".
    pub rule: Cow<'static, str>,
    /// The text that was probably meant; it is always valid.
    pub suggestion: Option<String>,
}

impl UnitError {
    pub(super) fn new(reason: impl Into<String>, rule: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into(), rule: rule.into(), suggestion: None }
    }

    pub(super) fn or_suggest(mut self, suggestion: Option<String>) -> Self {
        self.suggestion = suggestion;
        self
    }

    /// The next step: the text to write, or the rule when nothing can be guessed.
    #[must_use]
    pub fn help(&self) -> String {
        match &self.suggestion {
            Some(text) => format!("write `{text}`"),
            None => self.rule.to_string(),
        }
    }
}

impl fmt::Display for UnitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason, self.help())
    }
}

impl Error for UnitError {}

/// The text in backticks, shortened, without characters that would disturb a terminal.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::from("`");
    for character in text.chars().take(SHOWN_CHARACTERS) {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        shown.push('…');
    }
    shown.push('`');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_suggestion_before_the_rule() {
        let error = UnitError::new("`2GiB` is not a quantity", "write a number and a suffix");
        assert_eq!(error.to_string(), "`2GiB` is not a quantity: write a number and a suffix");
        let error = error.or_suggest(Some("2Gi".into()));
        assert_eq!(error.to_string(), "`2GiB` is not a quantity: write `2Gi`");
    }

    #[test]
    fn shows_long_and_odd_texts_in_one_short_line() {
        assert_eq!(shown("a\nb\u{7f}"), "`a\\nb\\u{7f}`");
        assert_eq!(shown(&"é".repeat(500)).chars().count(), SHOWN_CHARACTERS + 3);
    }
}
