//! A syntax error in words that help, at the place to look at.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "the parser has a hundred kinds of error and may get more; the fallback speaks for them"
)]

mod brackets;
mod characters;
mod lines;
mod mistakes;
mod quotes;

use std::ops::Range;

use granit_parser::ErrorKind;

use super::report::shown;
use mistakes::{content_of, indenting_tabs, is_wrong_separator, line_at, lines_between};
pub(super) use mistakes::{missing_space, say_missing_space};

/// A syntax error and what was read before it.
pub(super) struct Trouble<'a> {
    pub(super) kind: &'a ErrorKind,
    pub(super) text: &'a str,
    /// The byte where the parser gave up.
    pub(super) at: usize,
    /// The byte where the document begins.
    pub(super) document: usize,
    /// The last piece that was read.
    pub(super) last: Range<usize>,
    /// The innermost open `[` or `{`.
    pub(super) bracket: Option<usize>,
}

/// What to say, where, and the next step.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) message: String,
    pub(super) range: Range<usize>,
    pub(super) help: String,
}

impl Advice {
    fn new(message: impl Into<String>, range: Range<usize>, help: impl Into<String>) -> Self {
        Self { message: message.into(), range, help: help.into() }
    }
}

impl Trouble<'_> {
    /// The advice: a known slip if there is one near, else what the parser missed.
    pub(super) fn advice(&self) -> Advice {
        self.tab()
            .or_else(|| self.quote())
            .or_else(|| self.character())
            .or_else(|| self.separator())
            .or_else(|| self.bracket())
            .or_else(|| self.space())
            .or_else(|| self.line())
            .unwrap_or_else(|| self.fallback())
    }

    fn tab(&self) -> Option<Advice> {
        let about_tabs = matches!(
            self.kind,
            ErrorKind::TabNotAllowed
                | ErrorKind::TabInBlockIndentation
                | ErrorKind::TabInIndentation
                | ErrorKind::TabInPlainScalar
                | ErrorKind::TabAtBlockScalarStart
        );
        let after = self.text.get(self.at..)?.find('\t').filter(|_| about_tabs);
        let last = self.at + after.unwrap_or(0);
        let mut lines = self.lines_to(last).filter(|_| about_tabs || self.is_structural());
        if let Some(range) = lines.find_map(|line| indenting_tabs(self.text, &line)) {
            let message = "a tab indents this line, and YAML knows only spaces";
            return Some(Advice::new(message, range, "indent with spaces"));
        }
        let message = "a tab stands where YAML allows only spaces";
        after.map(|_| Advice::new(message, last..last + 1, "write spaces"))
    }

    fn separator(&self) -> Option<Advice> {
        if !self.is_structural() {
            return None;
        }
        let mut lines = lines_between(self.text, self.document..self.at);
        let line = lines.find(|line| is_wrong_separator(&self.text[line.clone()]))?;
        let range = content_of(self.text, &line);
        let message = format!("{} does not separate documents", self.shown(&range));
        Some(Advice::new(message, range, "write three dashes: `---`"))
    }

    fn space(&self) -> Option<Advice> {
        if !self.is_structural() {
            return None;
        }
        self.lines_to(self.at).find_map(|line| {
            let range = content_of(self.text, &line);
            let (key, value) = missing_space(&self.text[range.clone()])?;
            let (message, help) = say_missing_space(key, value);
            let start = range.end - key.len() - ":".len() - value.len();
            Some(Advice::new(message, start..range.end, help))
        })
    }

    fn fallback(&self) -> Advice {
        let range = match self.text.get(self.at..) {
            Some(rest) if !rest.trim().is_empty() => self.rest_of_line(self.at),
            _ => content_of(self.text, &line_at(self.text, self.at)),
        };
        let message = format!("this is not YAML: {}", self.kind);
        Advice::new(message, range, "compare it with the lines around it")
    }

    /// Errors that a slip on an earlier line may have caused.
    fn is_structural(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::SimpleKeyExpected
                | ErrorKind::InvalidSimpleKey
                | ErrorKind::MappingValueNotAllowed
                | ErrorKind::MappingKeyNotAllowed
                | ErrorKind::ExpectedBlockMappingKey
                | ErrorKind::ExpectedBlockSequenceEntry
                | ErrorKind::ExpectedDocumentStart
                | ErrorKind::InvalidIndentation
        )
    }

    /// The lines from the last piece to a byte.
    fn lines_to(&self, end: usize) -> impl Iterator<Item = Range<usize>> {
        lines_between(self.text, self.last.start.min(end).max(self.document)..end)
    }

    fn rest_of_line(&self, start: usize) -> Range<usize> {
        let line = line_at(self.text, start);
        let rest = self.text.get(start..line.end).unwrap_or_default();
        start..start + rest.trim_end().len()
    }

    fn width_at(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    }

    fn shown(&self, range: &Range<usize>) -> String {
        shown(self.text.get(range.clone()).unwrap_or_default())
    }
}
