//! What a scalar means: the few words that are not text.

use std::borrow::Cow;

use granit_parser::{ScalarStyle, Tag};
use serde_json::Number;

use crate::source::Content;

/// What a scalar without a tag means.
pub(super) fn untagged(text: &str, style: ScalarStyle, is_absent: bool) -> Content {
    if is_absent {
        Content::Null
    } else if style == ScalarStyle::Plain {
        plain(text)
    } else {
        Content::String(text.to_owned())
    }
}

/// What a scalar with a tag means, or `None` when the tag is not ours or does not fit the text.
pub(super) fn tagged(text: &str, tag: &Tag, is_absent: bool) -> Option<Content> {
    // The parser gives `~` for a value that is not there.
    let text = if is_absent { "" } else { text };
    if tag.handle().is_empty() && tag.suffix() == "!" {
        return Some(Content::String(text.to_owned()));
    }
    let content = match tag.core_suffix()? {
        "str" => return Some(Content::String(text.to_owned())),
        "null" if text.is_empty() => return Some(Content::Null),
        _ => plain(text),
    };
    let fits = match tag.core_suffix()? {
        "null" => content == Content::Null,
        "bool" => matches!(content, Content::Bool(_)),
        "int" => matches!(&content, Content::Number(number) if !number.is_f64()),
        "float" => matches!(content, Content::Number(_)),
        _ => false,
    };
    fits.then_some(content)
}

/// The text of a key: as written, whatever it looks like.
pub(super) fn key_of(content: &Content) -> Cow<'_, str> {
    match content {
        Content::String(text) => Cow::Borrowed(text),
        Content::Bool(flag) => Cow::Owned(flag.to_string()),
        Content::Number(number) => Cow::Owned(number.to_string()),
        Content::Null | Content::Sequence(_) | Content::Mapping(_) => Cow::Borrowed("null"),
    }
}

fn plain(text: &str) -> Content {
    match text {
        "~" | "null" => Content::Null,
        "true" => Content::Bool(true),
        "false" => Content::Bool(false),
        _ => number(text).map_or_else(|| Content::String(text.to_owned()), Content::Number),
    }
}

/// A number in the grammar of JSON, which is where all YAML versions agree.
///
/// `012`, `0x1F`, `1_000`, `12:30`, `+1`, `.5`, `1.` and `.inf` are none, and neither is what no
/// 64 bits hold: it would lose digits.
pub(super) fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, rest) = digits(unsigned);
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0')) {
        return None;
    }
    if rest.is_empty() && text != "-0" {
        let signed = text.parse::<i64>().ok().map(Number::from);
        return signed.or_else(|| text.parse::<u64>().ok().map(Number::from));
    }
    let rest = match rest.strip_prefix('.').map(digits) {
        Some(("", _)) => return None,
        Some((_, rest)) => rest,
        None => rest,
    };
    if let Some(power) = rest.strip_prefix(['e', 'E']) {
        let (power, rest) = digits(power.strip_prefix(['+', '-']).unwrap_or(power));
        if power.is_empty() || !rest.is_empty() {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    Number::from_f64(text.parse().ok()?)
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for (text, value) in [
            ("0", "0"),
            ("-7", "-7"),
            ("1000", "1000"),
            ("18446744073709551615", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("1.50", "1.5"),
            ("1e3", "1000.0"),
            ("-2.5E-3", "-0.0025"),
            ("-0", "-0.0"),
        ] {
            assert_eq!(number(text).map(|it| it.to_string()).as_deref(), Some(value), "{text}");
        }
        for text in [
            "",
            "-",
            "+1",
            "01",
            "-01",
            "1.",
            ".5",
            "1e",
            "1e+",
            "1_000",
            "0x1F",
            "0o14",
            "12:30",
            "1 ",
            "1.5.2",
            "1e3Ki",
            "18446744073709551616",
            "1e999",
            "٣",
            "NaN",
            ".inf",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
