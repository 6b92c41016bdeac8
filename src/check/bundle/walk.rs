//! Every text of a document, with its place.

use serde_json::Value;

use crate::source::{Route, Step};

/// The way from a document's root to a value, which becomes a [`Route`] only when one is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Trail<'a> {
    parent: Option<&'a Trail<'a>>,
    step: Option<TrailStep<'a>>,
}

#[derive(Clone, Copy, Debug)]
enum TrailStep<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Trail<'a> {
    const ROOT: Self = Self { parent: None, step: None };

    /// The route.
    #[must_use]
    pub fn route(&self) -> Route {
        let mut steps: Vec<Step> = self.up().filter_map(|trail| trail.step.map(step)).collect();
        steps.reverse();
        steps.into_iter().collect()
    }

    /// The keys on the way, innermost first.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        self.up().filter_map(|trail| match trail.step {
            Some(TrailStep::Key(key)) => Some(key),
            Some(TrailStep::Index(_)) | None => None,
        })
    }

    fn up(&self) -> impl Iterator<Item = Trail<'a>> {
        std::iter::successors(Some(*self), |trail| trail.parent.copied())
    }
}

fn step(step: TrailStep<'_>) -> Step {
    match step {
        TrailStep::Key(key) => Step::from(key),
        TrailStep::Index(index) => Step::from(index),
    }
}

/// Visits every text of a value, in the order written.
pub fn texts(value: &Value, visit: &mut dyn FnMut(&Trail<'_>, &str)) {
    walk(value, &Trail::ROOT, visit);
}

fn walk(value: &Value, trail: &Trail<'_>, visit: &mut dyn FnMut(&Trail<'_>, &str)) {
    match value {
        Value::String(text) => visit(trail, text),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let step = Some(TrailStep::Index(index));
                walk(item, &Trail { parent: Some(trail), step }, visit);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let step = Some(TrailStep::Key(key));
                walk(value, &Trail { parent: Some(trail), step }, visit);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_have_their_places() {
        let mut seen = Vec::new();
        texts(&json!({"a": ["x", 1, {"b": "y"}], "c": null}), &mut |trail, text| {
            let keys: Vec<String> = trail.keys().map(str::to_owned).collect();
            seen.push((trail.route().to_string(), keys.join("<"), text.to_owned()));
        });
        let expected =
            [("a[0]".into(), "a".into(), "x".into()), ("a[2].b".into(), "b<a".into(), "y".into())];
        assert_eq!(seen, expected);
    }
}
