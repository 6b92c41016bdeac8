//! What things are called in a sentence.

use std::fmt::Write;

use serde_json::Value;

use crate::source::{Route, Step};
use crate::units::spelling;

/// How many characters of a value a message repeats.
const SHOWN_CHARACTERS: usize = 60;
/// How many names a help lists.
const LISTED_NAMES: usize = 12;

/// The value at a route: `` `weight` ``, `` `taints[1]` ``, "the document".
pub(super) fn noun(route: &Route) -> String {
    let named = route.steps().iter().rposition(|step| matches!(step, Step::Key(_)));
    let Some(named) = named else { return "the document".to_owned() };
    let tail: Route = route.steps()[named..].iter().cloned().collect();
    match &route.steps()[named..] {
        [Step::Key(key)] => format!("`{key}`"),
        _ => format!("`{tail}`"),
    }
}

/// A value in backticks, shortened; of a list or a mapping its kind.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "a mapping".to_owned(),
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
    }
}

/// The kind of a value and the value: "the text `ten`", "a list".
pub(super) fn described(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(_) => format!("the text {}", shown(value)),
        Value::Number(_) => format!("the number {value}"),
        Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => shown(value),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("`");
    for character in text.chars().take(SHOWN_CHARACTERS) {
        if character.is_control() {
            let _ = write!(quoted, "{}", character.escape_default());
        } else {
            quoted.push(character);
        }
    }
    if text.chars().nth(SHOWN_CHARACTERS).is_some() {
        quoted.push('…');
    }
    quoted + "`"
}

/// What a JSON type is called.
pub(super) fn type_name(name: &str) -> &str {
    match name {
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "text",
        "boolean" => "`true` or `false`",
        "array" => "a list",
        "object" => "a mapping",
        "null" => "nothing",
        other => other,
    }
}

/// The words of a list: "a, b or c".
pub(super) fn alternatives<T: AsRef<str>>(words: &[T]) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} or {}", first.join(", "), last.as_ref())
        }
    }
}

/// A number of things: "1 item", "3 entries".
pub(super) fn counted(count: u64, unit: &str) -> String {
    let ending = match (unit, count) {
        ("entr", 1) => "y",
        ("entr", _) => "ies",
        (_, 1) => "",
        (_, _) => "s",
    };
    format!("{count} {unit}{ending}")
}

/// The help that names what could have been written: the nearest, or all when they are few.
pub(super) fn suggestion(what: &str, written: &str, known: &[&str]) -> Option<String> {
    if let Some(meant) = spelling::meant(written, known.iter().copied()) {
        return Some(format!("did you mean `{meant}`?"));
    }
    let named = known.iter().filter(|name| !name.is_empty());
    let mut names: Vec<_> = named.map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        return None;
    }
    let more = names.len().saturating_sub(LISTED_NAMES);
    names.truncate(LISTED_NAMES);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("{what} {}{more}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route;

    #[test]
    fn names_values_by_their_last_key() {
        assert_eq!(noun(&route!["spec", "weight"]), "`weight`");
        assert_eq!(noun(&route!["spec", "taints", 1]), "`taints[1]`");
        assert_eq!(noun(&Route::ROOT), "the document");
    }
}
