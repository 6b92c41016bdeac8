//! Code inside a configuration: addresses of resources, and expressions over them.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

/// The text as a template that evaluates to it.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Whether an expression makes a part of the value, or a key in it.
#[must_use]
pub fn holds_expression(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains("${"),
        Value::Array(items) => items.iter().any(holds_expression),
        Value::Object(fields) => {
            fields.iter().any(|(key, value)| key.contains("${") || holds_expression(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A label for something of that name: valid, readable, and another one for every other name.
///
/// Letters, digits and `-` stay; `_` is doubled, and what else there is becomes its number between
/// two underscores. A label cannot begin with a digit or a dash, so neither stays at the beginning.
#[must_use]
pub fn label(name: &str) -> String {
    let mut label = String::with_capacity(name.len());
    for (index, char) in name.char_indices() {
        match char {
            '_' => label.push_str("__"),
            'a'..='z' | 'A'..='Z' => label.push(char),
            '0'..='9' | '-' if index > 0 => label.push(char),
            other => write!(label, "_{:x}_", u32::from(other)).expect("a string takes all text"),
        }
    }
    label
}

/// The address of a resource or of a data source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    data: bool,
    kind: &'static str,
    label: Cow<'static, str>,
}

impl Address {
    /// A resource whose label is known beforehand.
    #[must_use]
    pub const fn resource(kind: &'static str, label: &'static str) -> Self {
        Self { data: false, kind, label: Cow::Borrowed(label) }
    }

    /// A data source whose label is known beforehand.
    #[must_use]
    pub const fn data(kind: &'static str, label: &'static str) -> Self {
        Self { data: true, kind, label: Cow::Borrowed(label) }
    }

    /// A resource whose label the caller has put together of words that are labels themselves.
    #[must_use]
    pub fn labelled(kind: &'static str, label: String) -> Self {
        Self { data: false, kind, label: Cow::Owned(label) }
    }

    /// A resource labelled after something of the spec; see [`label`].
    #[must_use]
    pub fn named(kind: &'static str, name: &str) -> Self {
        Self { data: false, kind, label: Cow::Owned(label(name)) }
    }

    /// A resource labelled after something of the spec and a part of it.
    #[must_use]
    pub fn part(kind: &'static str, name: &str, part: &str) -> Self {
        let label = format!("{}_{}", label(name), label(part));
        Self { data: false, kind, label: Cow::Owned(label) }
    }

    /// Whether it is a data source.
    #[must_use]
    pub fn is_data(&self) -> bool {
        self.data
    }

    /// The type: `aws_vpc`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The label: `this`.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The address as `depends_on` has it: `aws_vpc.this`.
    #[must_use]
    pub fn path(&self) -> String {
        let data = if self.data { "data." } else { "" };
        format!("{data}{}.{}", self.kind, self.label)
    }

    /// The expression that reads an attribute.
    #[must_use]
    pub fn get(&self, attribute: &str) -> Expression {
        Expression::new(format!("{}.{attribute}", self.path()))
    }
}

/// Code that Terraform evaluates, never made from text of a spec.
///
/// Serialises as an object of one key that no document has, with a list that no map of texts can
/// hold; [`super::Configuration::finish`] makes it the template that Terraform reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    template: String,
}

const MARK: &str = "${}";

impl Expression {
    /// An expression in Terraform's language: `aws_vpc.this.id`.
    #[must_use]
    pub fn new(code: impl AsRef<str>) -> Self {
        Self { template: format!("${{{}}}", code.as_ref()) }
    }

    /// Text, to begin a text with expressions in it.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self { template: escape(text) }
    }

    /// This and then another.
    #[must_use]
    pub fn then(mut self, next: &Self) -> Self {
        self.template.push_str(&next.template);
        self
    }

    /// This and then text.
    #[must_use]
    pub fn and(self, text: &str) -> Self {
        self.then(&Self::text(text))
    }

    /// The template: `${aws_vpc.this.id}`.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The template behind the object that an expression serialised to, if it is one.
    pub(super) fn marked(fields: &Map<String, Value>) -> Option<&str> {
        match fields.get(MARK) {
            Some(Value::Array(items)) if fields.len() == 1 && items.len() == 1 => items[0].as_str(),
            _ => None,
        }
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(MARK, &[&self.template])?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn labels_stay_readable() {
        let labels = ["data-team-a", "a_b", "a.b", "2e", "-x"].map(label);
        assert_eq!(labels, ["data-team-a", "a__b", "a_2e_b", "_32_e", "_2d_x"]);
    }

    #[test]
    fn text_and_code_make_one_template() {
        let id = Address::named("aws_vpc", "a.b").get("id");
        let both = Expression::text("${x}:").then(&id).and("/%{y}");
        assert_eq!(both.template(), "$${x}:${aws_vpc.a_2e_b.id}/%%{y}");
    }

    proptest! {
        #[test]
        fn labels_of_different_names_differ(one in "[-_.a-c0-2=é]{1,6}", two in "[-_.a-c0-2=é]{1,6}") {
            prop_assert_eq!(one == two, label(&one) == label(&two));
        }

        #[test]
        fn labels_are_identifiers(name in ".{1,12}") {
            let label = label(&name);
            let inner = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            prop_assert!(label.chars().all(inner), "{}", label);
            prop_assert!(!label.starts_with(|c: char| c.is_ascii_digit() || c == '-'), "{}", label);
        }
    }
}
