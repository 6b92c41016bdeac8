//! A line of a file, and what stands under it.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::render::is_invisible;

const CUT: &str = "...";

/// A line as it is shown, and the stretch to underline, in columns of a terminal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    pub line: String,
    pub underline: Range<usize>,
}

/// Whether a line is shown as a whole.
pub(super) fn fits(line: &str, width: usize) -> bool {
    line.len() <= width
}

/// Shows a line, or the part of it around a stretch of its bytes.
///
/// The stretch lies between characters; it may begin at the end of the line. The cost depends on
/// `width` and not on the length of the line.
pub(super) fn excerpt(line: &str, stretch: Range<usize>, width: usize) -> Excerpt {
    let start = if fits(line, width) { 0 } else { window(line, stretch.start, width / 3) };
    let mut shown = String::from(if start > 0 { CUT } else { "" });
    let mut column = shown.len();
    let limit = column + width;
    let (mut from, mut to) = (None, None);
    for (at, character) in line[start..].char_indices() {
        if from.is_none() && start + at >= stretch.start {
            from = Some(column);
        }
        if to.is_none() && start + at >= stretch.end {
            to = Some(column);
        }
        if column >= limit {
            shown.push_str(CUT);
            break;
        }
        column += push(&mut shown, character);
    }
    let from = from.unwrap_or(column);
    let to = to.unwrap_or(column).max(from + 1);
    Excerpt { line: shown, underline: from..to }
}

/// The byte that lies at most so many characters before another.
fn window(line: &str, at: usize, characters: usize) -> usize {
    line[..at].char_indices().rev().take(characters).last().map_or(at, |(start, _)| start)
}

/// Adds a character in a form that takes its place on a terminal, and says how many columns.
fn push(shown: &mut String, character: char) -> usize {
    match character {
        '\t' => {
            shown.push_str("    ");
            4
        }
        character if is_invisible(character) => {
            shown.push('\u{fffd}');
            1
        }
        character => {
            shown.push(character);
            character.width().unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(line: &str, stretch: Range<usize>, width: usize) -> (String, Range<usize>) {
        let excerpt = excerpt(line, stretch, width);
        (excerpt.line, excerpt.underline)
    }

    #[test]
    fn underlines_columns_of_a_terminal() {
        assert_eq!(shown("a: bc", 3..5, 80), ("a: bc".into(), 3..5));
        assert_eq!(shown("日: é\tx", 4..9, 80), ("日: é    x".into(), 3..10));
        assert_eq!(shown("a\u{1b}\u{202e}b", 5..6, 80), ("a\u{fffd}\u{fffd}b".into(), 3..4));
    }

    #[test]
    fn nothing_is_underlined_by_one_mark() {
        assert_eq!(shown("ab", 2..2, 80), ("ab".into(), 2..3));
        assert_eq!(shown("", 0..0, 80), (String::new(), 0..1));
    }

    #[test]
    fn long_lines_are_cut_around_the_stretch() {
        let line = format!("{}yyy{}", "x".repeat(100), "z".repeat(100));
        assert_eq!(shown(&line, 100..103, 9), ("...xxxyyyzzz...".into(), 6..9));
        assert_eq!(shown(&line, 100..203, 9), ("...xxxyyyzzz...".into(), 6..12));
        assert_eq!(shown(&line, 0..1, 9), ("xxxxxxxxx...".into(), 0..1));
        assert_eq!(shown(&line, 203..203, 9), ("...zzz".into(), 6..7));
    }

    proptest! {
        #[test]
        fn never_panics(line in "[a日é\u{301}\t\u{1b}]{0,40}", a: u8, b: u8, width in 0usize..50) {
            let boundary = |at: u8| {
                let at = usize::from(at) % (line.len() + 1);
                (0..=at).rev().find(|at| line.is_char_boundary(*at)).unwrap()
            };
            let (from, to) = (boundary(a).min(boundary(b)), boundary(a).max(boundary(b)));
            prop_assert!(!excerpt(&line, from..to, width).underline.is_empty());
        }
    }
}
