//! The words of JSON: strings, numbers, names, white space.

use std::ops::Range;

/// A text and how far it was read.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

/// Why a string could not be read, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum StringError {
    /// Its closing quote is missing.
    Unclosed,
    /// It has this escape, which JSON does not know.
    Escape(Range<usize>),
    /// It has this control character.
    Control(Range<usize>),
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, at: start }
    }

    /// The byte read next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The character read next.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Reads one character.
    pub(super) fn advance(&mut self) -> Range<usize> {
        let start = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        start..self.at
    }

    /// Reads one character if it is this.
    pub(super) fn take(&mut self, character: char) -> bool {
        let there = self.peek() == Some(character);
        if there {
            self.advance();
        }
        there
    }

    /// Reads white space.
    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Reads a comment, which JSON does not have.
    pub(super) fn comment(&mut self) -> Option<Range<usize>> {
        let rest = self.rest();
        let length = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("//") || rest.starts_with('#') {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            return None;
        };
        self.at += length;
        Some(self.at - length..self.at)
    }

    /// Reads everything up to white space or a sign of structure.
    pub(super) fn word(&mut self) -> (&'t str, Range<usize>) {
        let rest = self.rest();
        let ends =
            |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '[' | ']' | '{' | '}' | '"');
        let length = rest.find(ends).unwrap_or(rest.len());
        self.at += length;
        (&rest[..length], self.at - length..self.at)
    }

    /// Reads a string from its opening quote to its closing one.
    pub(super) fn string(&mut self) -> Result<String, StringError> {
        let mut string = String::new();
        self.at += 1;
        loop {
            let rest = self.rest();
            let plain =
                rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(rest.len());
            string.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some('\\') => string.push(self.escape()?),
                None | Some('\n' | '\r') => return Err(StringError::Unclosed),
                Some(_) => return Err(StringError::Control(self.advance())),
            }
        }
    }

    fn escape(&mut self) -> Result<char, StringError> {
        let start = self.at;
        self.at += 1;
        let character = self.peek();
        self.advance();
        let escaped = match character {
            Some(same @ ('"' | '\\' | '/')) => Some(same),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.unicode_escape(),
            _ => None,
        };
        escaped.ok_or(StringError::Escape(start..self.at))
    }

    /// The character of `XXXX`, or of a pair of surrogates `XXXX\uXXXX`.
    fn unicode_escape(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !self.rest().starts_with("\\u") {
            return None;
        }
        self.at += 2;
        let second = self.four_digits().filter(|it| (0xdc00..0xe000).contains(it))?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits =
            self.rest().get(..4).filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> Result<String, StringError> {
        Scanner::new(text).string()
    }

    #[test]
    fn reads_escapes() {
        assert_eq!(string(r#""a\n\"\\\/\u00e9\ud83d\ude00" x"#).as_deref(), Ok("a\n\"\\/é😀"));
        assert_eq!(string(r#""a"#), Err(StringError::Unclosed));
        assert_eq!(string("\"a\nb\""), Err(StringError::Unclosed));
        assert_eq!(string("\"a\u{1}\""), Err(StringError::Control(2..3)));
        assert_eq!(string(r#""\q""#), Err(StringError::Escape(1..3)));
        for wrong in
            [r#""\ud800""#, r#""\ud800\u0041""#, r#""\udc00""#, r#""\u12""#, r#""\u+123""#, "\"\\"]
        {
            assert!(matches!(string(wrong), Err(StringError::Escape(_))), "{wrong}");
        }
    }

    #[test]
    fn reads_words_and_comments() {
        let mut scanner = Scanner::new("true]// x\n/* y */#z");
        assert_eq!(scanner.word(), ("true", 0..4));
        assert!(scanner.take(']'));
        assert_eq!(scanner.comment(), Some(5..9));
        scanner.skip_space();
        assert_eq!(scanner.comment(), Some(10..17));
        assert_eq!(scanner.comment(), Some(17..19));
        assert_eq!(scanner.comment(), None);
    }
}
