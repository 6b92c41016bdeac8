//! The one writer of JSON.
//!
//! Two spaces, order kept, and nothing in it that a YAML reader would refuse or change: `serde_json`
//! leaves DEL and the C1 characters unescaped, and writes `1e100`, a string in YAML 1.1.

use serde_json::Value;

use super::scalar::{push_number, push_quoted};

/// Writes a value as one JSON document, ending in a newline.
#[must_use]
pub fn to_json(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0);
    out.push('\n');
    out
}

fn write(out: &mut String, value: &Value, column: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => push_number(out, number),
        Value::String(text) => push_quoted(out, text),
        Value::Array(items) if items.is_empty() => out.push_str("[]"),
        Value::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                new_line(out, at > 0, column + 2);
                write(out, item, column + 2);
            }
            new_line(out, false, column);
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                new_line(out, at > 0, column + 2);
                push_quoted(out, key);
                out.push_str(": ");
                write(out, value, column + 2);
            }
            new_line(out, false, column);
            out.push('}');
        }
    }
}

fn new_line(out: &mut String, comma: bool, column: usize) {
    out.push_str(if comma { ",\n" } else { "\n" });
    out.extend(std::iter::repeat_n(' ', column));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn looks_as_serde_json_prints_it() {
        let value = json!({ "b": [1, { "c": [] }, {}], "a": "é", "n": null, "f": [1.5, true] });
        let text = to_json(&value);
        assert_eq!(text, serde_json::to_string_pretty(&value).unwrap() + "\n");
    }

    #[test]
    fn is_safe_yaml_as_well() {
        let value = json!({ "a\u{85}": "\u{7f}\u{9f}\u{2028}\u{feff}", "big": 1e100 });
        let text = to_json(&value);
        assert!(text.contains("\\u0085") && text.contains("1.0e+100"), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value);
    }
}
