//! Arguments and blocks of a resource as the fields of a document, which has other names for them.

use serde_json::{Map, Value};

use super::open;
use crate::source::Route;

/// What an expression stands for of which nothing is known.
pub const OPEN: &str = "${…}";

/// A comment, in any body of Terraform's JSON.
const COMMENT: &str = "//";

/// How the arguments of some resources are spelt and meant.
#[derive(Debug)]
pub struct Words {
    /// Maps of texts whose keys are the user's.
    pub maps: &'static [&'static str],
    /// Blocks of which there may be several; of every other one there is at most one.
    pub lists: &'static [&'static str],
    /// Arguments whose fields have another name than their words in a row.
    pub renamed: &'static [(&'static str, &'static str)],
    /// Blocks whose arguments are fields of what they stand in.
    pub flat: &'static [&'static str],
    /// Whether a part that an expression makes is `${…}`; otherwise it leaves out the whole.
    pub is_partial: bool,
}

/// Where the fields came from: places in the document, and in the file.
pub type Parts = Vec<(Route, Route)>;

impl Words {
    /// A body as a document; `None` where an expression makes a part of it that has parts.
    pub fn fields(
        &self,
        body: &Map<String, Value>,
        at: &Route,
        home: &Route,
        parts: &mut Parts,
    ) -> Option<Value> {
        let mut read = Map::new();
        for (key, value) in body.iter().filter(|(key, it)| *key != COMMENT && !it.is_null()) {
            if key == "dynamic" {
                self.made(value, at, &home.then(key), &mut read, parts)?;
                continue;
            }
            if let (true, Some((home, map))) =
                (self.flat.contains(&key.as_str()), one(home, key, value))
            {
                let inner = self.fields(map, at, &home, parts)?;
                read.extend(inner.as_object().cloned().unwrap_or_default());
                continue;
            }
            let name = self.name(key);
            let (at, home) = (at.then(&name), home.then(key));
            parts.push((at.clone(), home.clone()));
            read.insert(name, self.field(key, value, &at, &home, parts)?);
        }
        Some(Value::Object(read))
    }

    fn field(
        &self,
        key: &str,
        value: &Value,
        at: &Route,
        home: &Route,
        parts: &mut Parts,
    ) -> Option<Value> {
        Some(match value {
            _ if self.maps.contains(&key) => texts(value),
            _ if self.lists.contains(&key) => self.list(value, at, home, parts)?,
            Value::Object(map) => self.fields(map, at, home, parts)?,
            Value::Array(items) => match items.as_slice() {
                [Value::Object(map)] => {
                    let home = home.then(0);
                    parts.push((at.clone(), home.clone()));
                    self.fields(map, at, &home, parts)?
                }
                _ => open::read(value),
            },
            Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => open::read(value),
        })
    }

    fn list(&self, value: &Value, at: &Route, home: &Route, parts: &mut Parts) -> Option<Value> {
        let one = |map: &Map<String, Value>, index: usize, home: Route, parts: &mut Parts| {
            parts.push((at.then(index), home.clone()));
            self.fields(map, &at.then(index), &home, parts)
        };
        match value {
            Value::Object(map) => Some(Value::Array(vec![one(map, 0, home.clone(), parts)?])),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let read =
                    items.map(|(index, it)| one(it.as_object()?, index, home.then(index), parts));
                read.collect::<Option<Vec<Value>>>().map(Value::Array)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.is_partial.then(|| open::read(value))
            }
        }
    }

    /// Blocks that an expression makes.
    fn made(
        &self,
        blocks: &Value,
        at: &Route,
        home: &Route,
        read: &mut Map<String, Value>,
        parts: &mut Parts,
    ) -> Option<()> {
        let all = blocks.as_array().map_or(std::slice::from_ref(blocks), Vec::as_slice);
        for key in all.iter().filter_map(Value::as_object).flat_map(Map::keys) {
            let name = self.name(key);
            parts.push((at.then(&name), home.clone()));
            read.insert(name, Value::from(OPEN));
        }
        self.is_partial.then_some(())
    }

    fn name(&self, key: &str) -> String {
        let renamed = self.renamed.iter().find(|(argument, _)| *argument == key);
        renamed.map_or_else(|| camel(key), |(_, field)| (*field).to_owned())
    }
}

/// The one block of a name, and its place.
fn one<'v>(home: &Route, key: &str, value: &'v Value) -> Option<(Route, &'v Map<String, Value>)> {
    match value {
        Value::Object(map) => Some((home.then(key), map)),
        Value::Array(items) => match items.as_slice() {
            [Value::Object(map)] => Some((home.then(key).then(0), map)),
            _ => None,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// A map whose values Terraform makes texts of.
fn texts(map: &Value) -> Value {
    let text = |value: Value| match value {
        Value::Bool(_) | Value::Number(_) => Value::String(value.to_string()),
        Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => value,
    };
    match open::read(map) {
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, it)| (key, text(it))).collect())
        }
        other @ (Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)) => other,
    }
}

/// `spark_submit_job_driver` as the API calls it.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        all + &head.to_ascii_uppercase() + tail
    })
}
