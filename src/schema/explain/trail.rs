//! From the path of an error to the subschemas and the value that it is about.

use serde_json::Value;

use super::Judge;
use crate::source::{Route, Step};

/// The subschemas that led to an error, outermost first, as judged and as written for all releases.
pub(super) struct Trail<'a> {
    plain: Vec<&'a Value>,
    full: Vec<&'a Value>,
}

impl<'a> Trail<'a> {
    /// Follows an evaluation path such as `/properties/spec/$ref/required`.
    pub(super) fn of(judge: Judge<'a>, path: &str) -> Self {
        Self { plain: followed(judge.plain, path), full: followed(judge.full, path) }
    }

    /// The subschema whose keyword failed.
    pub(super) fn innermost(&self) -> Option<&'a Value> {
        self.plain.last().copied()
    }

    /// The same subschema as written for all releases.
    pub(super) fn innermost_of_all(&self) -> Option<&'a Value> {
        self.full.last().copied()
    }

    /// The sentence that the schema has for the failure of a rule, and the next step.
    pub(super) fn message(&self) -> Option<(&'a str, Option<&'a str>)> {
        let rule = self.plain.iter().rev().find(|schema| schema.get("x-message").is_some())?;
        let word = |key| rule.get(key).and_then(Value::as_str);
        Some((word("x-message")?, word("x-help")))
    }

    /// What the failing subschema calls the values that it takes.
    pub(super) fn meaning(&self) -> Option<&'a str> {
        self.innermost()?.get("x-meaning")?.as_str()
    }
}

fn followed<'a>(root: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut at = root;
    let mut trail = vec![root];
    let segments: Vec<_> = path.split('/').skip(1).map(unescaped).collect();
    // The last segment is the keyword itself, which is no subschema.
    for segment in segments.iter().take(segments.len().saturating_sub(1)) {
        let next = match at {
            Value::Array(items) => segment.parse().ok().and_then(|index: usize| items.get(index)),
            Value::Object(fields) => fields.get(segment.as_str()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        };
        let Some(next) = next else { break };
        at = next
            .as_str()
            .filter(|_| segment == "$ref")
            .and_then(|it| local(root, it))
            .unwrap_or(next);
        trail.push(at);
    }
    trail
}

/// The definition behind a reference within the schema.
pub(super) fn local<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    root.pointer(reference.strip_prefix('#')?)
}

fn unescaped(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// The route of a JSON pointer into a value, which tells an index from a key of digits.
pub(super) fn route(value: &Value, pointer: &str) -> Route {
    let mut at = Some(value);
    let mut steps = Vec::new();
    for segment in pointer.split('/').skip(1).map(unescaped) {
        let index = segment.parse::<usize>().ok().filter(|_| at.is_some_and(Value::is_array));
        at = at.and_then(|it| match index {
            Some(index) => it.get(index),
            None => it.get(&segment),
        });
        steps.push(index.map_or_else(|| Step::from(&segment), Step::Index));
    }
    steps.into_iter().collect()
}

/// The value that a route leads to.
pub(super) fn at<'a>(value: &'a Value, route: &Route) -> Option<&'a Value> {
    route.steps().iter().try_fold(value, |at, step| match step {
        Step::Key(key) => at.get(&**key),
        Step::Index(index) => at.get(index),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::route;

    #[test]
    fn tells_an_index_from_a_key_of_digits() {
        let value = json!({ "0": [{ "a/b": 1 }] });
        let found = route(&value, "/0/0/a~1b");
        assert_eq!(found, route!["0", 0, "a/b"]);
        assert_eq!(at(&value, &found), Some(&json!(1)));
    }

    #[test]
    fn follows_references() {
        let schema = json!({
            "properties": { "a": { "$ref": "#/$defs/a" } },
            "$defs": { "a": { "x-meaning": "an a", "pattern": "^a$" } },
        });
        let trail = followed(&schema, "/properties/a/$ref/pattern");
        assert_eq!(trail.last().and_then(|it| it.get("x-meaning")), Some(&json!("an a")));
    }
}
