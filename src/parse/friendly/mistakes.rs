//! Slips that people make in YAML, recognised in the lines around an error.

use std::ops::Range;

use crate::parse::report::shown;

/// The range of the line that has a byte, without its line break.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |it| it + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |it| at + it);
    let end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
    start..end
}

/// The range of a line's content: without the white space around it.
pub(super) fn content_of(text: &str, line: &Range<usize>) -> Range<usize> {
    let written = text.get(line.clone()).unwrap_or_default();
    let start = line.end - written.trim_start().len();
    start..start + written.trim().len()
}

/// The lines from one byte to another.
pub(super) fn lines_between(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(line_at(text, range.start));
    std::iter::from_fn(move || {
        let line = next.take()?;
        let after = text[line.end..].find('\n').map(|it| line.end + it + 1);
        next = after.filter(|after| *after <= range.end).map(|after| line_at(text, after));
        Some(line)
    })
}

/// Whether a line means to separate two documents, but has not exactly three dashes.
pub(super) fn is_wrong_separator(line: &str) -> bool {
    let line = line.trim_end();
    line != "---" && line.len() >= 2 && line.bytes().all(|byte| byte == b'-')
}

/// Key and value of `key:value`, where a space is missing; not of `s3://bucket` or `a: b`.
pub(in crate::parse) fn missing_space(content: &str) -> Option<(&str, &str)> {
    let entry = content.trim_start_matches("- ").trim();
    let (key, value) = entry.split_once(':')?;
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let plausible = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(word)
        && !value.is_empty()
        && !value.starts_with(['/', ' ', '\t', ':'])
        && !value.contains('\n');
    plausible.then_some((key, value))
}

/// Message and help for [`missing_space`].
pub(in crate::parse) fn say_missing_space(key: &str, value: &str) -> (String, String) {
    (
        format!("there is no space after the colon of {}", shown(&format!("{key}:{value}"))),
        format!("write {}", shown(&format!("{key}: {value}"))),
    )
}

/// The tabs that indent a line.
pub(super) fn indenting_tabs(text: &str, line: &Range<usize>) -> Option<Range<usize>> {
    let written = text.get(line.clone())?;
    let indent = &written[..written.len() - written.trim_start_matches([' ', '\t']).len()];
    let first = indent.find('\t')?;
    let last = indent.rfind('\t')?;
    Some(line.start + first..line.start + last + 1)
}

/// The first escape in a double-quoted text that YAML does not know.
pub(super) fn wrong_escape(text: &str, quote: usize) -> Option<Range<usize>> {
    const KNOWN: &str = "0abtnvfre \"/\\N_LPxuU\t\n\r";
    let mut characters = text.get(quote + 1..)?.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return None,
            '\\' => {
                let (next, escaped) = characters.next()?;
                if !KNOWN.contains(escaped) {
                    let start = quote + 1;
                    return Some(start + at..start + next + escaped.len_utf8());
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_lines() {
        let text = "ab\r\n  cd \n\nef";
        assert_eq!(line_at(text, 0), 0..2);
        assert_eq!(line_at(text, 5), 4..9);
        assert_eq!(content_of(text, &line_at(text, 5)), 6..8);
        assert_eq!(line_at(text, 100), 11..13);
        let lines: Vec<_> = lines_between(text, 1..11).map(|line| &text[line]).collect();
        assert_eq!(lines, ["ab", "  cd ", "", "ef"]);
    }

    #[test]
    fn knows_an_entry_without_its_space() {
        assert_eq!(missing_space("- key:value"), Some(("key", "value")));
        assert_eq!(missing_space("a.b/c:[x]"), Some(("a.b/c", "[x]")));
        for fine in ["key: value", "s3://bucket", "12:30", "key:", "a b:c", "::", "key::x", ""] {
            assert_eq!(missing_space(fine), None, "{fine}");
        }
    }

    #[test]
    fn knows_separators_with_other_than_three_dashes() {
        assert!(is_wrong_separator("----") && is_wrong_separator("--  "));
        assert!(
            !is_wrong_separator("---") && !is_wrong_separator("-") && !is_wrong_separator("--a")
        );
    }

    #[test]
    fn finds_tabs_and_escapes() {
        assert_eq!(indenting_tabs("a:\n \t\tb: 1", &(3..10)), Some(4..6));
        assert_eq!(indenting_tabs("a:\tb", &(0..4)), None);
        assert_eq!(wrong_escape(r#"a: "x\n\q""#, 3), Some(7..9));
        assert_eq!(wrong_escape(r#"a: "x\n" \q"#, 3), None);
    }
}
