//! JSON, judged as JSON: every comma counts.

mod scanner;

use std::ops::Range;

use super::DEEPEST;
use super::codes::{JSON_SYNTAX, NESTING_TOO_DEEP};
use super::keys::{Key, Mapping};
use super::report::{Report, shown};
use super::scalar::number;
use crate::source::{Content, Node};
use scanner::{Scanner, StringError};

/// Reads the one value of a text, if the text is JSON.
pub(super) fn read(report: Report<'_>, text: &str) -> Vec<Node> {
    let mut reader = Reader { scanner: Scanner::new(text), report, text, broken: false };
    let Ok(root) = reader.value(0).and_then(|root| reader.end().map(|()| root)) else {
        return Vec::new();
    };
    if reader.broken { Vec::new() } else { vec![root] }
}

/// The text cannot be read to its end, for a reason that was already said.
struct Abandoned;

struct Reader<'t, 'd> {
    scanner: Scanner<'t>,
    report: Report<'d>,
    text: &'t str,
    /// Whether something was wrong that did not keep the reader from going on.
    broken: bool,
}

impl Reader<'_, '_> {
    /// Reads a value; recursion ends at `DEEPEST`.
    fn value(&mut self, depth: usize) -> Result<Node, Abandoned> {
        self.space();
        match self.scanner.peek() {
            Some('{' | '[') if depth >= DEEPEST => Err(self.too_deep()),
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => {
                let (text, range) = self.string()?;
                Ok(Node { content: Content::String(text), span: self.report.span(&range) })
            }
            Some('\'') => {
                let range = self.scanner.advance();
                Err(self.stop("JSON has no single quotes", range, "use double quotes"))
            }
            Some(',' | ':' | ']' | '}') => {
                let range = self.scanner.advance();
                let message = format!("a value is missing before {}", self.shown(&range));
                Err(self.stop(&message, range, "write the value, or remove the sign"))
            }
            Some(_) => self.word(),
            None => {
                let end = self.scanner.at();
                Err(self.stop("the text ends where a value should be", end..end, "write the value"))
            }
        }
    }

    fn word(&mut self) -> Result<Node, Abandoned> {
        let (word, range) = self.scanner.word();
        let content = match word {
            "true" => Content::Bool(true),
            "false" => Content::Bool(false),
            "null" => Content::Null,
            word => match number(word).or_else(|| large_number(word)) {
                Some(number) => Content::Number(number),
                None => return Err(self.stop_at_word(word, range)),
            },
        };
        Ok(Node { content, span: self.report.span(&range) })
    }

    fn array(&mut self, depth: usize) -> Result<Node, Abandoned> {
        let open = self.scanner.advance();
        let mut items = Vec::new();
        while !self.closes(']', &open, items.len())? {
            items.push(self.value(depth + 1)?);
        }
        let span = self.report.span(&(open.start..self.scanner.at()));
        Ok(Node { content: Content::Sequence(items), span })
    }

    fn object(&mut self, depth: usize) -> Result<Node, Abandoned> {
        let open = self.scanner.advance();
        let mut mapping = Mapping::default();
        let mut count = 0;
        while !self.closes('}', &open, count)? {
            let (key, range) = self.key()?;
            mapping.key(Key::Text(key, self.report.span(&range)));
            let value = self.value(depth + 1)?;
            mapping.value(value, &mut self.report, false);
            count += 1;
        }
        let span = self.report.span(&(open.start..self.scanner.at()));
        Ok(Node { content: mapping.finish(), span })
    }

    /// Reads what stands between two entries; true at the closing bracket.
    fn closes(
        &mut self,
        close: char,
        open: &Range<usize>,
        count: usize,
    ) -> Result<bool, Abandoned> {
        self.space();
        if self.scanner.take(close) {
            return Ok(true);
        }
        if self.scanner.peek().is_none() {
            return Err(self.unclosed(close, open));
        }
        if count == 0 {
            return Ok(false);
        }
        let comma = self.scanner.at()..self.scanner.at() + 1;
        if !self.scanner.take(',') {
            self.missing_comma()?;
            return Ok(false);
        }
        self.space();
        if self.scanner.take(close) {
            self.say("a comma stands after the last entry", comma, "remove it");
            return Ok(true);
        }
        if self.scanner.peek().is_none() {
            return Err(self.unclosed(close, open));
        }
        Ok(false)
    }

    fn missing_comma(&mut self) -> Result<(), Abandoned> {
        let start = self.scanner.at();
        let range = start..start + self.scanner.peek().map_or(0, char::len_utf8);
        match self.scanner.peek() {
            Some(']' | '}' | ':') => {
                let message = format!("{} does not fit here", self.shown(&range));
                Err(self.stop(&message, range, "close the brackets in the order they were opened"))
            }
            _ => {
                let message = "a comma is missing before this entry";
                self.say(message, range, "write `,` between two entries");
                Ok(())
            }
        }
    }

    fn key(&mut self) -> Result<(String, Range<usize>), Abandoned> {
        self.space();
        if self.scanner.peek() != Some('"') {
            let (word, range) = self.scanner.word();
            let range = if range.is_empty() { self.scanner.advance() } else { range };
            let help = match word.trim_matches('\'') {
                "" => "write a key in double quotes".to_owned(),
                word => format!("write {}", shown(&format!("\"{word}\""))),
            };
            return Err(self.stop("a key must be in double quotes", range, &help));
        }
        let (key, range) = self.string()?;
        self.space();
        if self.scanner.take(':') {
            return Ok((key, range));
        }
        let message = format!("there is no `:` after the key {}", shown(&key));
        Err(self.stop(&message, range, "write `:` and a value"))
    }

    fn string(&mut self) -> Result<(String, Range<usize>), Abandoned> {
        let start = self.scanner.at();
        let error = match self.scanner.string() {
            Ok(string) => return Ok((string, start..self.scanner.at())),
            Err(error) => error,
        };
        Err(match error {
            StringError::Unclosed => {
                let range = start..self.scanner.at();
                self.stop("the quote that opens here is not closed on its line", range, "close it")
            }
            StringError::Escape(range) => {
                let message = format!("{} is no escape in JSON", self.shown(&range));
                self.stop(&message, range, "write `\\\\` for a backslash")
            }
            StringError::Control(range) => {
                let message = format!("{} cannot stand in a JSON string", self.shown(&range));
                self.stop(&message, range, "write it as an escape, such as `\\t`")
            }
        })
    }

    /// Sees to it that nothing follows the value.
    fn end(&mut self) -> Result<(), Abandoned> {
        self.space();
        let start = self.scanner.at();
        let range = start..start + self.scanner.peek().map_or(0, char::len_utf8);
        match self.scanner.peek() {
            None => Ok(()),
            Some(']' | '}') => {
                let message = format!("nothing is open that {} could close", self.shown(&range));
                Err(self.stop(&message, range, "remove it"))
            }
            Some(_) => {
                let message = "a second value follows the first";
                Err(self.stop(message, range, "keep one value in a JSON file"))
            }
        }
    }

    /// Reads white space, and says that comments are none.
    fn space(&mut self) {
        self.scanner.skip_space();
        while let Some(range) = self.scanner.comment() {
            self.say("JSON has no comments", range, "remove it");
            self.scanner.skip_space();
        }
    }

    fn stop_at_word(&mut self, word: &str, range: Range<usize>) -> Abandoned {
        let help = match word {
            "True" | "TRUE" | "yes" => "write `true`",
            "False" | "FALSE" | "no" => "write `false`",
            "None" | "undefined" | "nil" | "NULL" | "Null" => "write `null`",
            _ => "put a text in double quotes",
        };
        self.stop(&format!("{} is no JSON value", shown(word)), range, help)
    }

    fn unclosed(&mut self, close: char, open: &Range<usize>) -> Abandoned {
        let message = format!("{} is never closed", self.shown(open));
        self.stop(&message, open.clone(), &format!("close it with `{close}`"))
    }

    fn too_deep(&mut self) -> Abandoned {
        let message = format!("lists and maps nest deeper than {DEEPEST} levels here");
        let span = self.report.span(&self.scanner.advance());
        self.report.error(NESTING_TOO_DEEP, message, span, "flatten the document");
        Abandoned
    }

    fn stop(&mut self, message: &str, range: Range<usize>, help: &str) -> Abandoned {
        self.say(message, range, help);
        Abandoned
    }

    fn say(&mut self, message: &str, range: Range<usize>, help: &str) {
        self.broken = true;
        let span = self.report.span(&range);
        self.report.error(JSON_SYNTAX, message, span, help);
    }

    fn shown(&self, range: &Range<usize>) -> String {
        shown(self.text.get(range.clone()).unwrap_or_default())
    }
}

/// A whole number beyond 64 bits: JSON has no text to fall back to, so it loses digits.
fn large_number(word: &str) -> Option<serde_json::Number> {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    serde_json::Number::from_f64(word.parse().ok().filter(|_| whole)?)
}
