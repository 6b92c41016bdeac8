//! Lines that stand where another kind of line should.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::mistakes::{content_of, line_at};
use super::{Advice, Trouble};

impl Trouble<'_> {
    /// What a whole line is wrong about.
    pub(super) fn line(&self) -> Option<Advice> {
        let line = line_at(self.text, self.at);
        let content = content_of(self.text, &line);
        let is_item = self.text[content.clone()].starts_with("- ");
        let (message, help) = match self.kind {
            ErrorKind::BlockSequenceEntryNotAllowed if !is_item => (
                "a list cannot begin on the line of its key",
                "begin it on the next line, or write it in `[` and `]`",
            ),
            ErrorKind::ExpectedBlockMappingKey if is_item => (
                "a list item stands where a key should",
                "indent the item below its key, or write a key",
            ),
            ErrorKind::ExpectedBlockSequenceEntry if !is_item => {
                ("a list item should stand here", "begin the line with `- `, or indent it")
            }
            ErrorKind::MappingValueNotAllowed => return Some(self.second_colon(&content)),
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
                ("there is no `:` after this key", "write `key: value`")
            }
            ErrorKind::ExpectedDocumentStart => {
                return Some(Advice::new(
                    "this follows the end of the document",
                    self.rest_of_line(self.at),
                    "write `---` on a line between two documents",
                ));
            }
            ErrorKind::ExpectedBlockMappingKey if self.at > content.start => {
                return Some(Advice::new(
                    "this does not belong after a value",
                    self.rest_of_line(self.at),
                    "put the whole value in quotes",
                ));
            }
            ErrorKind::ExpectedBlockMappingKey
            | ErrorKind::ExpectedBlockSequenceEntry
            | ErrorKind::BlockSequenceEntryNotAllowed
            | ErrorKind::MappingKeyNotAllowed
            | ErrorKind::InvalidIndentation
            | ErrorKind::InvalidBlockScalarIndent
            | ErrorKind::InvalidQuotedScalarIndent => (
                "the indentation of this line matches no line above it",
                "align it with the line that it belongs beside",
            ),
            ErrorKind::InvalidBlockScalarHeader => {
                ("a text after `|` or `>` begins on the next line", "put it there, and indent it")
            }
            _ => return None,
        };
        Some(Advice::new(message, content, help))
    }

    /// A colon that follows a value: on its own line, or on one that was not meant to go on.
    fn second_colon(&self, content: &Range<usize>) -> Advice {
        let first = content_of(self.text, &line_at(self.text, self.last.start));
        let lines = self.text.get(self.last.clone()).is_some_and(|last| last.contains('\n'));
        if !lines {
            let message = "there are two `: ` in this line";
            return Advice::new(message, content.clone(), "put a value that has `: ` in quotes");
        }
        let above = &self.text[first.clone()];
        if above.contains(": ") || above.starts_with("- ") {
            return Advice::new(
                "this line is indented deeper than the one above, which has its value already",
                content.clone(),
                "align it with the line that it belongs beside",
            );
        }
        Advice::new("there is no `:` after this key", first, "write `key: value`")
    }
}
