//! Quotes that do not close, or close too early.

use granit_parser::ErrorKind;

use super::mistakes::wrong_escape;
use super::{Advice, Trouble};

impl Trouble<'_> {
    pub(super) fn quote(&self) -> Option<Advice> {
        match self.kind {
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
                Some(self.unclosed_quote(self.at))
            }
            ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::InvalidTrailingDoubleQuotedScalar => self.after_quote(),
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => {
                let range = wrong_escape(self.text, self.at).unwrap_or(self.rest_of_line(self.at));
                let message =
                    format!("{} is no escape in a double-quoted text", self.shown(&range));
                Some(Advice::new(
                    message,
                    range,
                    "write `\\\\` for a backslash, or use single quotes",
                ))
            }
            _ => None,
        }
    }

    fn unclosed_quote(&self, quote: usize) -> Advice {
        let sign = self.text.get(quote..).and_then(|rest| rest.chars().next()).unwrap_or('"');
        let message = "the quote that opens here is never closed";
        Advice::new(message, self.rest_of_line(quote), format!("end the text with `{sign}`"))
    }

    /// What follows a closing quote; when the text began on an earlier line, that one was not meant
    /// to go on.
    fn after_quote(&self) -> Option<Advice> {
        let before = self.text.get(self.last.end..self.at)?;
        let quote = self.last.end + before.find(['"', '\''])?;
        if self.text.get(quote..self.at)?.contains('\n') {
            return Some(self.unclosed_quote(quote));
        }
        let rest = self.rest_of_line(self.at);
        let message = format!("{} follows a closing quote", self.shown(&rest));
        let help = if self.bracket.is_some() {
            "write `,` between two values"
        } else if *self.kind == ErrorKind::InvalidTrailingSingleQuotedScalar {
            "write `''` for an apostrophe inside of single quotes"
        } else {
            "write `\\\"` for a quote inside of double quotes, or put the whole value in quotes"
        };
        Some(Advice::new(message, rest, help))
    }
}
