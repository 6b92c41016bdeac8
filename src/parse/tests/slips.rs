//! Slips that people make, and what they are told.

use serde_json::json;

use super::{outcome, said};
use crate::parse::read_yaml;

/// A text, and what is said about it.
const SLIPS: &[(&str, &str)] = &[
    (
        "a: 1\nkey:value\nb: 2\n",
        r#"there is no space after the colon of `key:value` at "key:value": write `key: value`"#,
    ),
    (
        "key:value\n",
        r#"there is no space after the colon of `key:value` at "key:value": write `key: value`"#,
    ),
    (
        "m:\n  key:value\n  b: 2\n",
        r#"there is no space after the colon of `key:value` at "key:value": write `key: value`"#,
    ),
    (
        "m:\n  - key:value\n    operator: In\n",
        r#"there is no space after the colon of `key:value` at "key:value": write `key: value`"#,
    ),
    ("{a:1, b: 2}\n", r#"there is no space after the colon of `a:1` at "a:1": write `a: 1`"#),
    (
        "a: 1\n----\nb: 2\n",
        r#"`----` does not separate documents at "----": write three dashes: `---`"#,
    ),
    ("----\na: 1\n", r#"`----` does not separate documents at "----": write three dashes: `---`"#),
    (
        "a:\n\tb: 1\n",
        r#"a tab indents this line, and YAML knows only spaces at "\t": indent with spaces"#,
    ),
    (
        "a:\n  b: 1\n\tc: 2\n",
        r#"a tab indents this line, and YAML knows only spaces at "\t": indent with spaces"#,
    ),
    (
        "a: \"x\nb: 2\n",
        r#"the quote that opens here is never closed at "\"x": end the text with `"`"#,
    ),
    (
        "a: 'x\nb: 2\n",
        r#"the quote that opens here is never closed at "'x": end the text with `'`"#,
    ),
    (
        "a: \"x\nb: \"y\"\n",
        r#"the quote that opens here is never closed at "\"x": end the text with `"`"#,
    ),
    (
        "a: \"x\" y\n",
        r#"`y` follows a closing quote at "y": write `\"` for a quote inside of double quotes, or put the whole value in quotes"#,
    ),
    (
        "a: 'it's'\n",
        r#"`s'` follows a closing quote at "s'": write `''` for an apostrophe inside of single quotes"#,
    ),
    (
        "a: [\"x\" \"y\"]\n",
        r#"`"y"]` follows a closing quote at "\"y\"]": write `,` between two values"#,
    ),
    (
        "a: \"C:\\dir\"\n",
        r#"`\d` is no escape in a double-quoted text at "\\d": write `\\` for a backslash, or use single quotes"#,
    ),
    (
        "a: b: c\n",
        r#"there are two `: ` in this line at "a: b: c": put a value that has `: ` in quotes"#,
    ),
    (
        "a:\n    b: 1\n  c: 2\n",
        r#"the indentation of this line matches no line above it at "c: 2": align it with the line that it belongs beside"#,
    ),
    (
        "a: 1\n  b: 2\n",
        r#"this line is indented deeper than the one above, which has its value already at "b: 2": align it with the line that it belongs beside"#,
    ),
    (
        "a:\n- b\n c: 1\n",
        r#"this line is indented deeper than the one above, which has its value already at "c: 1": align it with the line that it belongs beside"#,
    ),
    ("a: 1\nfoo\nb: 2\n", r#"there is no `:` after this key at "foo": write `key: value`"#),
    ("a:\n  foo\n  b: 2\n", r#"there is no `:` after this key at "foo": write `key: value`"#),
    (
        "a: [1, 2\nb: 3\n",
        r#"`[` is not closed, or a `,` is missing in it at "[": close it with `]`"#,
    ),
    (
        "a: {b: 1\nc: 2\n",
        r#"`{` is not closed, or a `,` is missing in it at "{": close it with `}`"#,
    ),
    ("a: [1, 2}\n", r#"`[` is closed by `}` at "[": close it with `]`"#),
    ("{\"a\": 1}}\n", r#"nothing is open that `}` could close at "}": remove it"#),
    ("[1,,2]\n", r#"there is no value before this `,` at ",": remove the comma"#),
    ("{a: 1 b: 2}\n", r#"a `,` is missing before this at ":": write `,` between two entries"#),
    (
        "- a\nb: 1\n",
        r#"a list item should stand here at "b: 1": begin the line with `- `, or indent it"#,
    ),
    (
        "a: 1\n- b\n",
        r#"a list item stands where a key should at "- b": indent the item below its key, or write a key"#,
    ),
    (
        "a: - b\n",
        r#"a list cannot begin on the line of its key at "a: - b": begin it on the next line, or write it in `[` and `]`"#,
    ),
    ("a: @x\n", r#"a value cannot begin with `@` at "@x": put the value in quotes"#),
    ("a: `x`\n", r#"a value cannot begin with a backtick at "`x`": put the value in quotes"#),
    ("a: , b\n", r#"a value cannot begin with `,` at ", b": put the value in quotes"#),
    ("a: x\u{1}y\n", r#"the character U+0001 cannot stand in YAML at "\u{1}": remove it"#),
    (
        "a: 1\n\u{feff}b: 2\n",
        "a byte order mark stands inside of the document at \"\\u{feff}\": remove it; two files were probably joined",
    ),
    (
        "a: \"x\"#c\n",
        r##"a comment needs a space before its `#` at "#c": write a space before `#`, or put the value in quotes"##,
    ),
    (
        "a: *\n",
        r#"`*` and `&` begin the name of an alias or an anchor at "*": put a text that begins with `*` or `&` in quotes"#,
    ),
    (
        "a: !<x\n",
        r#"`!` begins a tag, and this is none at "!<x": put a text that begins with `!` in quotes"#,
    ),
    (
        "a: | x\n",
        r#"a text after `|` or `>` begins on the next line at "a: | x": put it there, and indent it"#,
    ),
    (
        "b: &y 1\nd: &z *y\n",
        r#"this does not belong after a value at "*y": put the whole value in quotes"#,
    ),
    (
        "{\"a\": 1} x\n",
        r#"this follows the end of the document at "x": write `---` on a line between two documents"#,
    ),
    (
        "%YAML 3.0\n---\na: 1\n",
        r#"this is not YAML: unsupported YAML major version at "%YAML 3.0": compare it with the lines around it"#,
    ),
];

#[test]
fn every_slip_is_named_at_its_place() {
    for (text, expected) in SLIPS {
        assert_eq!(said(text), [format!("[yaml-syntax] {expected}")], "{text}");
    }
}

#[test]
fn crlf_and_indentation_do_not_hide_a_slip() {
    assert_eq!(
        said("a: 1\r\nkey:value\r\n"),
        [
            "[yaml-syntax] there is no space after the colon of `key:value` at \"key:value\": write `key: value`"
        ]
    );
    assert_eq!(
        said("a: 1\r\n----\r\nb: 1\r\n"),
        ["[yaml-syntax] `----` does not separate documents at \"----\": write three dashes: `---`"]
    );
}

#[test]
fn a_slip_ends_its_document_only() {
    let outcome = outcome(read_yaml, "a: [1\n---\nb: 2\n---\nc: \"x\n---\nd: 4\n");
    assert_eq!(outcome.values(), [json!({"b": 2}), json!({"d": 4})]);
    assert_eq!(outcome.said.len(), 2);
}

#[test]
fn keys_and_merges_without_meaning() {
    assert_eq!(
        said("? [a]\n: 1\n{{ x }}: 2\n<<: 3\n*z : 4\n"),
        [
            "[invalid-key] a key must be text, and `[a]` is a list at \"[a]\": write the key as text",
            "[invalid-key] a key must be text, and `{ x }` is a map at \"{ x }\": put a template in quotes: `\"{{ x }}\"`",
            "[invalid-merge] `<<` merges maps, and this is none at \"3\": give it an alias of a map, such as `<<: *defaults`, or a list of those",
            "[unknown-alias] the alias `*z` has no anchor above it at \"*z\": write `&z` before the value it names, or put a text in quotes",
        ]
    );
    assert!(said("{a: 1}: 2\n")[0].ends_with("at \"{a: 1}\": write the key as text"));
    assert_eq!(
        said(": 1\n"),
        ["[invalid-key] a key is missing before this `:` at \"\": write the key"]
    );
    assert_eq!(said("<<: {a: 1}\n<<: {b: 1}\n").len(), 1);
    assert_eq!(said("<<: [{a: 1}, 2]\n").len(), 1);
}

#[test]
fn texts_that_look_like_slips_are_fine() {
    for text in [
        "- s3:GetObject\n- image:tag\n",
        "url: http://x\ntime: 12:30\n",
        "a: |\n  ----\n  key:value\n",
        "{http://x}\n",
        "a: x\tb\n",
        "a:  # c\n  - b\n",
        "plain\n",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text}");
    }
}
