//! Bytes of a text to lines and columns.

use std::ops::Range;

/// How many bytes lie between two counts of characters: a column costs at most twice as many
/// steps, even in a file of one endless line.
const STRIDE: usize = 1024;

/// A place in a text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// A text and where its lines begin.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// The first byte of each line.
    starts: Vec<usize>,
    /// How many characters begin before byte 0, [`STRIDE`], twice that, …
    counts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let mut counts = vec![0];
        for chunk in text.as_bytes().chunks(STRIDE) {
            counts.push(counts[counts.len() - 1] + characters(chunk));
        }
        Self { text, starts, counts }
    }

    /// A range of bytes, moved to the nearest that lies within the text and between characters.
    pub fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let start = self.boundary(range.start);
        start..self.boundary(range.end).max(start)
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The place of a byte that [`clamp`](Self::clamp) gave.
    pub fn position(&self, at: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= at);
        let column = self.count(at) - self.count(self.starts[line - 1]) + 1;
        Position { line, column }
    }

    fn count(&self, at: usize) -> usize {
        let stride = at / STRIDE;
        self.counts[stride] + characters(&self.text.as_bytes()[stride * STRIDE..at])
    }

    /// The bytes of a line, from 1, without its end and without blanks there.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.starts[line - 1];
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end().len()
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }
}

fn characters(bytes: &[u8]) -> usize {
    let continues = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    bytes.iter().filter(|byte| !continues(**byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("aé\r\n😀b\n");
        let place = |at| (lines.position(at).line, lines.position(at).column);
        assert_eq!((place(0), place(1), place(3)), ((1, 1), (1, 2), (1, 3)));
        assert_eq!((place(5), place(9), place(11)), ((2, 1), (2, 2), (3, 1)));
        assert_eq!((lines.line(1), lines.line(2), lines.line(3)), (0..3, 5..10, 11..11));
    }

    #[test]
    fn ranges_are_moved_into_the_text() {
        let lines = Lines::new("aé");
        assert_eq!(lines.clamp(2..9), 1..3);
        assert_eq!(lines.clamp(Range { start: 3, end: 0 }), 3..3);
        assert_eq!(Lines::new("").clamp(7..8), 0..0);
    }

    proptest! {
        #[test]
        fn agrees_with_counting(text in "[aé😀\n]{0,4000}", at in 0usize..9000) {
            let lines = Lines::new(&text);
            let at = lines.clamp(at..at).start;
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            prop_assert_eq!(lines.position(at), Position { line, column });
        }
    }
}
