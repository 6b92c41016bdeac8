//! How one string or number is written so that no reader takes it for anything else.
//!
//! The readers are those of YAML 1.1 (PyYAML, the go-yaml inside kubectl and Helm, Psych), of YAML
//! 1.2, and of JSON. They disagree about `on`, `012`, `1_000`, `12:30:45`, `1e3` and many more, so
//! a plain scalar is one that none of their grammars knows; everything else is quoted.

use serde_json::Number;

/// What some reader takes for a boolean, for null or for a number, in any case.
const WORDS: [&str; 12] =
    ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];

/// Whether a string may stand without quotes, as a value or as a key, in block style.
pub(super) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let head = match bytes.first() {
        Some(b'a'..=b'z' | b'A'..=b'Z') => !is_word(text),
        Some(b'/') => true,
        Some(b'0'..=b'9') => is_no_number(bytes),
        _ => false,
    };
    head && !matches!(bytes.last(), Some(b' ' | b':'))
        && bytes.iter().all(|&byte| is_plain_byte(byte))
        && !text.contains(": ")
}

fn is_word(text: &str) -> bool {
    text.len() <= 8 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_./:@+=,%*() ".contains(&byte)
}

/// Whether a text that begins with a digit holds a byte that no number can hold and is no date.
///
/// Numbers hold digits, hexadecimal digits, `x`, `o`, `p`, signs, points, and, depending on the
/// reader, `_`, `,` and `:`. Dates and times begin with `2024-`.
fn is_no_number(bytes: &[u8]) -> bool {
    let decisive = |byte: &u8| match byte {
        b'a'..=b'f' | b'A'..=b'F' | b'x' | b'X' | b'o' | b'O' | b'p' | b'P' => false,
        byte => byte.is_ascii_alphabetic() || b"/%@=*()".contains(byte),
    };
    let is_date = bytes.get(4) == Some(&b'-') && bytes[..4].iter().all(u8::is_ascii_digit);
    !is_date && bytes.iter().any(decisive)
}

/// Whether a character is invisible, breaks a line somewhere, reorders what stands around it, or is
/// refused by YAML readers. Such characters are written as escapes.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}'..='\u{ffff}')
}

/// Writes a string in double quotes, with escapes that mean the same in JSON and in YAML.
pub(super) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            character if is_invisible(character) => push_escape(out, character),
            character => out.push(character),
        }
    }
    out.push('"');
}

/// Writes `\u` and four digits, which suffice: no character above U+FFFF must be escaped.
fn push_escape(out: &mut String, character: char) {
    let digit = |shift: u32| char::from_digit((u32::from(character) >> shift) & 15, 16);
    out.push_str("\\u");
    out.extend([12, 8, 4, 0].map(|shift| digit(shift).expect("four bits are a digit")));
}

/// Writes a number so that YAML 1.1 agrees that it is one: `1e100` is a string to PyYAML, which
/// wants a point and a signed exponent.
pub(super) fn push_number(out: &mut String, number: &Number) {
    let text = number.to_string();
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return out.push_str(&text);
    };
    out.push_str(mantissa);
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    out.push('e');
    if !exponent.starts_with(['-', '+']) {
        out.push('+');
    }
    out.push_str(exponent);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_stand_plain() {
        for text in [
            "a",
            "etl",
            "m5.xlarge",
            "50Gi",
            "500m",
            "2h",
            "1Ti",
            "10.0.0.0/16",
            "/mnt/k8s-disks",
            "arn:aws:iam::123456789012:role/x",
            "v1.33",
            "emr-7.9.0",
            "a b",
            "key=value",
            "20%",
            "local:///opt/x.py",
            "spark.executor.cores",
            "None",
            "gp3",
            "1 + 1 is 2",
        ] {
            assert!(is_plain(text), "{text}");
        }
    }

    #[test]
    fn whatever_a_reader_may_take_for_something_else_is_quoted() {
        for text in [
            "",
            "on",
            "Yes",
            "NO",
            "y",
            "n",
            "null",
            "~",
            "1_000",
            "012",
            "0o14",
            "1e3",
            ".5",
            "1",
            "12:30:45",
            "2024-01-01",
            "2024-01-01T00:00:00Z",
            "<<",
            "=",
            "@x",
            "%x",
            "0x1F",
            "+1",
            "-",
            "?",
            "- a",
            "a: b",
            "a #b",
            "#a",
            " a",
            "a ",
            "\ta",
            "a\t",
            "a:",
            "!tag",
            "&a",
            "*a",
            "|",
            ">",
            "\"",
            "'",
            "{",
            "[",
            ",",
            "é",
            "7.9.0",
            "1E",
            "1,000",
            "---",
            "...",
            "NaN",
            "Infinity",
            ".inf",
            "0b11",
            "1e3f",
            "0x1p-2",
            "a\nb",
            "`a`",
            "a]",
            "_1",
        ] {
            assert!(!is_plain(text), "{text}");
        }
    }

    #[test]
    fn escapes_are_json() {
        let text = "\"\\\n\r\t\0\u{7f}\u{85}\u{2028}\u{202e}\u{feff}\u{ffff}é😀/";
        let mut out = String::new();
        push_quoted(&mut out, text);
        assert_eq!(
            out,
            "\"\\\"\\\\\\n\\r\\t\\u0000\\u007f\\u0085\\u2028\\u202e\\ufeff\\uffffé😀/\""
        );
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
    }

    #[test]
    fn exponents_have_a_point_and_a_sign() {
        let written = |number: f64| {
            let mut out = String::new();
            push_number(&mut out, &Number::from_f64(number).unwrap());
            out
        };
        assert_eq!(written(1e100), "1.0e+100");
        assert_eq!(written(-1.5e-9), "-1.5e-9");
        assert_eq!(written(0.5), "0.5");
        assert_eq!(written(1.0), "1.0");
    }
}
