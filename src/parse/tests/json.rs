//! JSON is judged as JSON.

use serde_json::{Value, json};

use super::outcome;
use crate::parse::read_json;

/// A text, and what is said about it.
const WRONG: &[(&str, &str)] = &[
    ("{\"a\": 1,}", r#"a comma stands after the last entry at ",": remove it"#),
    ("[1, 2, ]", r#"a comma stands after the last entry at ",": remove it"#),
    ("[1 2]", r#"a comma is missing before this entry at "2": write `,` between two entries"#),
    (
        "{\"a\": 1 \"b\": 2}",
        r#"a comma is missing before this entry at "\"": write `,` between two entries"#,
    ),
    ("[1,,2]", r#"a value is missing before `,` at ",": write the value, or remove the sign"#),
    ("{\"a\":}", r#"a value is missing before `}` at "}": write the value, or remove the sign"#),
    ("{\"a\": 1}}", r#"nothing is open that `}` could close at "}": remove it"#),
    ("[1]]", r#"nothing is open that `]` could close at "]": remove it"#),
    (
        "{\"a\": [1, 2}",
        r#"`}` does not fit here at "}": close the brackets in the order they were opened"#,
    ),
    ("[1, [2]", r#"`[` is never closed at "[": close it with `]`"#),
    ("{\"a\": 1,", r#"`{` is never closed at "{": close it with `}`"#),
    ("{'a': 1}", r#"a key must be in double quotes at "'a'": write `"a"`"#),
    ("{a: 1}", r#"a key must be in double quotes at "a": write `"a"`"#),
    ("{,}", r#"a key must be in double quotes at ",": write a key in double quotes"#),
    ("['a']", r#"JSON has no single quotes at "'": use double quotes"#),
    ("{\"a\" 1}", r#"there is no `:` after the key `a` at "\"a\"": write `:` and a value"#),
    ("[True]", r#"`True` is no JSON value at "True": write `true`"#),
    ("[None]", r#"`None` is no JSON value at "None": write `null`"#),
    ("[01]", r#"`01` is no JSON value at "01": put a text in double quotes"#),
    ("[1e999]", r#"`1e999` is no JSON value at "1e999": put a text in double quotes"#),
    ("[\"a\nb\"]", r#"the quote that opens here is not closed on its line at "\"a": close it"#),
    ("[\"\\q\"]", r#"`\q` is no escape in JSON at "\\q": write `\\` for a backslash"#),
    (
        "[\"a\tb\"]",
        r#"`\t` cannot stand in a JSON string at "\t": write it as an escape, such as `\t`"#,
    ),
    ("1 2", r#"a second value follows the first at "2": keep one value in a JSON file"#),
    ("", r#"the text ends where a value should be at "": write the value"#),
];

#[test]
fn every_fault_is_named_at_its_place() {
    for (text, expected) in WRONG {
        let outcome = outcome(read_json, text);
        assert_eq!(outcome.said, [format!("[json-syntax] {expected}")], "{text}");
        assert_eq!(outcome.documents, [], "{text}");
    }
}

#[test]
fn faults_that_are_clear_are_said_together() {
    let said = outcome(read_json, "{ // c\n\"a\": [1,], \"b\": 2 \"a\": 3, /* d */}").said;
    let messages: Vec<_> = said.iter().map(|said| said.split(" at ").next().unwrap()).collect();
    assert_eq!(
        messages,
        [
            "[json-syntax] JSON has no comments",
            "[json-syntax] a comma stands after the last entry",
            "[json-syntax] a comma is missing before this entry",
            "[duplicate-key] the key `a` is written twice",
            "[json-syntax] JSON has no comments",
            "[json-syntax] a comma stands after the last entry",
        ]
    );
}

#[test]
fn words_keep_their_types() {
    let text = "\u{feff} {\"a\": [true, false, null, -1.5e3, 12345678901234567890123], \"<<\": \"on\"}\r\n";
    let outcome = outcome(read_json, text);
    assert_eq!(outcome.said, Vec::<String>::new());
    let expected: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    assert_eq!(outcome.values(), [expected]);
}

#[test]
fn a_duplicate_key_leaves_the_first() {
    let outcome = outcome(read_json, "{\"a\": 1, \"a\": 2}");
    assert_eq!(outcome.values(), [json!({"a": 1})]);
    assert_eq!(outcome.said.len(), 1);
}
