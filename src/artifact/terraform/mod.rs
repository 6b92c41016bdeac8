//! Terraform configuration in its JSON syntax.
//!
//! Terraform reads every string, and every key of an object, as a template: `${…}` and `%{…}` in it
//! are code. Here text is text: a [`Configuration`] escapes every string that it is given, and code
//! is an [`Expression`], which no string of a spec can be.

mod blocks;
mod expression;
mod references;
mod resolve;

pub use blocks::{Block, blocks, maps};
pub use expression::{Address, Expression, escape, holds_expression, label};
pub use references::{Reference, addresses, references};
pub use resolve::{resolved, resolved_part};

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// What Terraform itself and the provider read of every resource.
pub const META_ARGUMENTS: [&str; 9] = [
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
    "region",
    "timeouts",
];

/// A file of configuration: blocks in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configuration {
    blocks: IndexMap<&'static str, Value>,
}

impl Configuration {
    /// An empty file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Settings of Terraform itself.
    pub fn terraform(&mut self, settings: Value) {
        self.blocks.insert("terraform", settings);
    }

    /// The settings of a provider.
    pub fn provider(&mut self, name: &str, settings: Value) {
        self.put("provider", &[name], settings);
    }

    /// A named value, read as `local.<name>`.
    pub fn local(&mut self, name: &str, value: impl Serialize) {
        self.put("locals", &[name], to_value(value));
    }

    /// A resource or a data source.
    pub fn declare(&mut self, address: &Address, body: Value) {
        let block = if address.is_data() { "data" } else { "resource" };
        self.put(block, &[address.kind(), address.label()], body);
    }

    /// An output.
    pub fn output(&mut self, name: &str, description: &str, value: impl Serialize) {
        let body = json!({ "description": description, "value": to_value(value) });
        self.put("output", &[name], body);
    }

    fn put(&mut self, block: &'static str, labels: &[&str], body: Value) {
        let mut home = self.blocks.entry(block).or_insert_with(|| json!({}));
        let (last, outer) = labels.split_last().expect("every block has a label");
        for label in outer {
            home = object(home).entry(*label).or_insert_with(|| json!({}));
        }
        object(home).insert((*last).to_owned(), body);
    }

    /// The file: text escaped, expressions put in, and the text of each late value replaced by the
    /// expression that reads it.
    #[must_use]
    pub fn finish(self, late: &[(String, Expression)]) -> Value {
        let blocks = self.blocks.into_iter();
        Value::Object(blocks.map(|(name, body)| (name.to_owned(), template(body, late))).collect())
    }
}

fn to_value(value: impl Serialize) -> Value {
    serde_json::to_value(value).expect("documents have text keys and finite numbers")
}

fn object(value: &mut Value) -> &mut Map<String, Value> {
    value.as_object_mut().expect("blocks are made as objects")
}

fn template(value: Value, late: &[(String, Expression)]) -> Value {
    match value {
        Value::String(text) => Value::String(with_late(&text, late)),
        Value::Array(items) => items.into_iter().map(|item| template(item, late)).collect(),
        Value::Object(fields) => match Expression::marked(&fields) {
            Some(code) => Value::String(code.to_owned()),
            None => {
                let fields = fields.into_iter();
                fields.map(|(key, value)| (with_late(&key, late), template(value, late))).collect()
            }
        },
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
    }
}

/// The text as a template: what stands for a late value becomes code, all else stays what it is.
fn with_late(text: &str, late: &[(String, Expression)]) -> String {
    match late.split_first() {
        Some(((word, code), rest)) => {
            let pieces: Vec<String> =
                text.split(word.as_str()).map(|piece| with_late(piece, rest)).collect();
            pieces.join(code.template())
        }
        None => escape(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_code() {
        let mut file = Configuration::new();
        let vpc = Address::resource("aws_vpc", "this");
        file.declare(&vpc, json!({ "tags": { "${a}": "%{ if true }", "plain": "100%" } }));
        file.output("id", "The ${id}.", vpc.get("id"));
        assert_eq!(
            file.finish(&[]),
            json!({
                "resource": { "aws_vpc": { "this": {
                    "tags": { "$${a}": "%%{ if true }", "plain": "100%" }
                } } },
                "output": { "id": { "description": "The $${id}.", "value": "${aws_vpc.this.id}" } },
            })
        );
    }

    #[test]
    fn late_values_become_references_in_keys_and_texts() {
        let mut file = Configuration::new();
        file.local("trust", json!({ "ISSUER:sub": "x", "arn": "${a}/ISSUER/ISSUER" }));
        let late = [("ISSUER".to_owned(), Expression::new("local.issuer"))];
        assert_eq!(
            file.finish(&late),
            json!({ "locals": { "trust": {
                "${local.issuer}:sub": "x",
                "arn": "$${a}/${local.issuer}/${local.issuer}",
            } } })
        );
    }
}
