//! The place where a reader leaves what it has to say about one text.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Place, SourceId, Span};

/// How many characters of the text a message repeats.
const SHOWN_CHARACTERS: usize = 60;

/// A text's identity and the diagnostics of the run.
pub(super) struct Report<'d> {
    source: SourceId,
    diagnostics: &'d mut Diagnostics,
}

impl<'d> Report<'d> {
    pub(super) fn new(source: SourceId, diagnostics: &'d mut Diagnostics) -> Self {
        Self { source, diagnostics }
    }

    /// The span of a range of bytes; `read` made sure that they can be counted.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span { source: self.source, start: offset(range.start), end: offset(range.end) }
    }

    /// Says an error at a span.
    pub(super) fn error(&mut self, code: Code, message: impl Into<String>, at: Span, help: &str) {
        self.push(Diagnostic::error(code, message).at(Place::Span(at)).help(help));
    }

    /// Says that a key stands twice.
    pub(super) fn duplicate(&mut self, key: &str, first: Span, second: Span, help: &str) {
        let message = format!("the key {} is written twice", shown(key));
        let diagnostic = Diagnostic::error(super::codes::DUPLICATE_KEY, message)
            .at(Place::Span(second))
            .label("written again")
            .related(Place::Span(first), "first written here")
            .help(help);
        self.push(diagnostic);
    }

    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// A stretch of text in backticks, in one short line.
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
