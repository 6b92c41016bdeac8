//! A value that remembers where it was written.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Route, Span, Step};

/// A value and the stretch of text that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What was written.
    pub content: Content,
    /// Where it was written; for a plain scalar the span's text is the scalar as typed.
    pub span: Span,
}

/// What a [`Node`] holds. Strings stay strings: see `parse`.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`, in these two spellings.
    Bool(bool),
    /// A decimal number.
    Number(serde_json::Number),
    /// Everything else that is one scalar.
    String(String),
    /// A list.
    Sequence(Vec<Node>),
    /// A map with unique keys, in the order written.
    Mapping(IndexMap<String, Entry>),
}

/// A value of a mapping, with the place of its key.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Where the key stands.
    pub key: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The child that one step leads to.
    #[must_use]
    pub fn child(&self, step: &Step) -> Option<&Self> {
        match (&self.content, step) {
            (Content::Sequence(items), Step::Index(index)) => items.get(*index),
            (Content::Mapping(_), Step::Index(index)) => self.get(&index.to_string()),
            (_, Step::Key(key)) => self.get(key),
            _ => None,
        }
    }

    /// The value under a key, if this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry under a key, if this is a mapping that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.content {
            Content::Mapping(entries) => entries.get(key),
            Content::Null
            | Content::Bool(_)
            | Content::Number(_)
            | Content::String(_)
            | Content::Sequence(_) => None,
        }
    }

    /// The keys, if this is a mapping.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        let Content::Mapping(entries) = &self.content else { return None.into_iter().flatten() };
        Some(entries.keys()).into_iter().flatten()
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.content {
            Content::String(text) => Some(text),
            Content::Null
            | Content::Bool(_)
            | Content::Number(_)
            | Content::Sequence(_)
            | Content::Mapping(_) => None,
        }
    }

    /// The deepest node that the route leads to, and how many of its steps that took.
    #[must_use]
    pub fn deepest(&self, route: &Route) -> (&Self, usize) {
        let mut node = self;
        for (taken, step) in route.steps().iter().enumerate() {
            match node.child(step) {
                Some(child) => node = child,
                None => return (node, taken),
            }
        }
        (node, route.steps().len())
    }

    /// The same value without its places.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match &self.content {
            Content::Null => Value::Null,
            Content::Bool(flag) => Value::Bool(*flag),
            Content::Number(number) => Value::Number(number.clone()),
            Content::String(text) => Value::String(text.clone()),
            Content::Sequence(items) => Value::Array(items.iter().map(Self::to_value).collect()),
            Content::Mapping(entries) => Value::Object(
                entries.iter().map(|(key, entry)| (key.clone(), entry.value.to_value())).collect(),
            ),
        }
    }

    /// Lays `over` on this value: mappings merge key by key, `null` removes a key, all else replaces
    /// (JSON Merge Patch, RFC 7396).
    pub fn merge(&mut self, over: Self) {
        match (&mut self.content, over.content) {
            (Content::Mapping(mine), Content::Mapping(theirs)) => {
                for (key, entry) in theirs {
                    if entry.value.content == Content::Null {
                        mine.shift_remove(&key);
                    } else if let Some(present) = mine.get_mut(&key) {
                        present.value.merge(entry.value);
                    } else {
                        mine.insert(key, entry);
                    }
                }
            }
            (mine, content) => {
                *mine = content;
                self.span = over.span;
            }
        }
    }
}

/// Lays `over` on a plain value, as [`Node::merge`] does on nodes.
pub fn merge_values(base: &mut Value, over: Value) {
    match (base, over) {
        (Value::Object(mine), Value::Object(theirs)) => {
            for (key, value) in theirs {
                if value.is_null() {
                    mine.shift_remove(&key);
                } else if let Some(present) = mine.get_mut(&key) {
                    merge_values(present, value);
                } else {
                    mine.insert(key, value);
                }
            }
        }
        (base, over) => *base = over,
    }
}
