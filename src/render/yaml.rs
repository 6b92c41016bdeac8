//! The one writer of YAML.
//!
//! Block style as kubectl prints it: two spaces, sequences at their key's column, order kept. A
//! text of several lines is a literal block where every reader gives it back unchanged.

use serde_json::{Map, Value};

use super::scalar::{is_invisible, is_plain, push_number, push_quoted};

/// Keys longer than this, in bytes, are written with `?`: readers give up on a plain `key:` after
/// 1,024 characters (YAML 1.1, section 7.3).
const LONGEST_SIMPLE_KEY: usize = 1000;

/// Writes a value as one YAML document, without `---`, ending in a newline.
#[must_use]
pub fn to_yaml(value: &Value) -> String {
    let mut out = String::new();
    item(&mut out, value, 0);
    out
}

/// How a value is laid out.
enum Layout<'a> {
    Mapping(&'a Map<String, Value>),
    Sequence(&'a [Value]),
    /// A scalar, or something empty.
    Line(&'a Value),
}

fn layout(value: &Value) -> Layout<'_> {
    match value {
        Value::Object(entries) if !entries.is_empty() => Layout::Mapping(entries),
        Value::Array(items) if !items.is_empty() => Layout::Sequence(items),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => Layout::Line(value),
    }
}

/// Writes a value where the cursor stands already in its column, as after `- `.
fn item(out: &mut String, value: &Value, column: usize) {
    match layout(value) {
        Layout::Mapping(entries) => mapping(out, entries, column),
        Layout::Sequence(items) => sequence(out, items, column),
        // The text of a literal block has to stand deeper than what holds it.
        Layout::Line(value) => line(out, value, column.max(2)),
    }
}

fn mapping(out: &mut String, entries: &Map<String, Value>, column: usize) {
    for (at, (name, value)) in entries.iter().enumerate() {
        if at > 0 {
            indent(out, column);
        }
        key(out, name, column);
        match layout(value) {
            Layout::Mapping(entries) => {
                out.push('\n');
                indent(out, column + 2);
                mapping(out, entries, column + 2);
            }
            Layout::Sequence(items) => {
                out.push('\n');
                indent(out, column);
                sequence(out, items, column);
            }
            Layout::Line(value) => {
                out.push(' ');
                line(out, value, column + 2);
            }
        }
    }
}

fn sequence(out: &mut String, items: &[Value], column: usize) {
    for (at, value) in items.iter().enumerate() {
        if at > 0 {
            indent(out, column);
        }
        out.push_str("- ");
        item(out, value, column + 2);
    }
}

fn key(out: &mut String, name: &str, column: usize) {
    let start = out.len();
    string(out, name);
    if out.len() - start > LONGEST_SIMPLE_KEY {
        out.insert_str(start, "? ");
        out.push('\n');
        indent(out, column);
    }
    out.push(':');
}

/// Writes what fits on one line, or a literal block with its text at `column`, and ends the line.
fn line(out: &mut String, value: &Value, column: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => push_number(out, number),
        Value::String(text) if is_literal(text) => return literal(out, text, column),
        Value::String(text) => string(out, text),
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
    }
    out.push('\n');
}

fn string(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        push_quoted(out, text);
    }
}

/// Whether a literal block gives the text back to every reader.
///
/// Its first line sets the indentation, so it must begin with something visible; blanks at the end
/// of a line are lost to editors; more than one newline at the end would need the `+` indicator.
fn is_literal(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.starts_with([' ', '\t', '\n'])
        && !body.ends_with('\n')
        && body.split('\n').all(|line| !line.ends_with(char::is_whitespace))
        && !body.chars().any(|c| is_invisible(c) && !matches!(c, '\n' | '\t'))
}

fn literal(out: &mut String, text: &str, column: usize) {
    let (header, body) = match text.strip_suffix('\n') {
        Some(body) => ("|\n", body),
        None => ("|-\n", text),
    };
    out.push_str(header);
    for line in body.split('\n') {
        if !line.is_empty() {
            indent(out, column);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn indent(out: &mut String, column: usize) {
    out.extend(std::iter::repeat_n(' ', column));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const LOOKS: &str = "\
apiVersion: v1
metadata:
  name: \"on\"
  labels: {}
items:
- a: 1
  b:
  - x
  - - \"y\"
    - 2
- []
- {}
- - - true
- null
text: |
  #!/bin/sh
  \tif x; then

    y
open: |-
  a
  b
";

    /// Strings that some reader takes for something else, or stumbles over.
    const WORDS: &str = include_str!("words.txt");

    #[test]
    fn looks_as_kubectl_prints_it() {
        let value = json!({
            "apiVersion": "v1",
            "metadata": { "name": "on", "labels": {} },
            "items": [{ "a": 1, "b": ["x", ["y", 2]] }, [], {}, [[true]], null],
            "text": "#!/bin/sh\n\tif x; then\n\n  y\n",
            "open": "a\nb",
        });
        assert_eq!(to_yaml(&value), LOOKS);
    }

    #[test]
    fn roots_of_every_type() {
        for (value, text) in [
            (json!(null), "null\n"),
            (json!({}), "{}\n"),
            (json!([]), "[]\n"),
            (json!("no"), "\"no\"\n"),
            (json!("a\nb\n"), "|\n  a\n  b\n"),
            (json!([["a\nb"]]), "- - |-\n    a\n    b\n"),
            (json!(["a\nb"]), "- |-\n  a\n  b\n"),
        ] {
            assert_eq!(to_yaml(&value), text);
        }
    }

    #[test]
    fn unsafe_texts_of_several_lines_are_quoted() {
        for text in ["\na", " a\nb", "\ta\nb", "a \nb", "a\n\n", "a\r\nb", "a\u{85}\nb", "a\n \nb"]
        {
            assert!(to_yaml(&json!(text)).starts_with('"'), "{text:?}");
        }
    }

    #[test]
    fn long_keys_are_explicit() {
        let name = "k".repeat(1200);
        for value in [json!(1), json!([1, 2]), json!({ "a": 1 }), json!("a\nb")] {
            let value = json!({ "x": { &name: value }, "y y": 2 });
            let text = to_yaml(&value);
            assert!(text.contains("\n  ? kkk"), "{text}");
            assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value);
        }
    }

    #[test]
    fn words_stay_words_in_every_position() {
        for word in WORDS.lines().map(|line| serde_json::from_str::<String>(line).unwrap()) {
            let value = json!({ "a": [&word, { &word: &word }], &word: { "b": &word } });
            let text = to_yaml(&value);
            assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value, "{text}");
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[ -~]{0,12}",
            "[-+.0-9eExXoO_:, ~<>|&*!%@#'\"nyNYtTfF]{0,6}",
            "[ \ta#:-]{0,4}(\n[ \ta#:-]{0,4}){1,4}",
        ]
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e300..1e300).prop_map(Value::from),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((text(), inner), 0..5)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_back_as_written(value in value()) {
            let text = to_yaml(&value);
            prop_assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value, "{}", text);
        }
    }
}
