//! Scalars: values, and keys.

use std::ops::Range;

use granit_parser::{ScalarStyle, StructureStyle};

use super::{Abandoned, Frame, Items, Properties, Tree};
use crate::parse::codes::YAML_SYNTAX;
use crate::parse::friendly::{missing_space, say_missing_space};
use crate::parse::keys::Key;
use crate::parse::scalar;
use crate::source::{Content, Node};

/// A scalar as the parser gives it.
pub(in crate::parse) struct Scalar<'e> {
    pub(in crate::parse) text: &'e str,
    pub(in crate::parse) style: ScalarStyle,
    pub(in crate::parse) properties: Properties<'e>,
    pub(in crate::parse) range: Range<usize>,
}

impl Scalar<'_> {
    /// Whether nothing was written, as the value in `key:`.
    fn is_absent(&self) -> bool {
        self.range.is_empty() && self.style == ScalarStyle::Plain
    }
}

impl Tree<'_, '_> {
    /// Takes a scalar: a key where one is due, else a value.
    pub(in crate::parse) fn scalar(&mut self, scalar: &Scalar<'_>) -> Result<(), Abandoned> {
        let range = self.trimmed(scalar);
        if !scalar.is_absent() && self.awaiting_key().is_some() {
            return self.key(scalar, &range);
        }
        self.refuse_missing_space(scalar);
        let content = self.content_of(scalar);
        let node = Node { content, span: self.report.span(&range) };
        self.place(node, scalar.properties.anchor)
    }

    /// A scalar that is a key: its text counts, whatever it looks like.
    fn key(&mut self, scalar: &Scalar<'_>, range: &Range<usize>) -> Result<(), Abandoned> {
        let span = self.report.span(range);
        let Properties { anchor, tag } = &scalar.properties;
        let plain = scalar.style == ScalarStyle::Plain && tag.is_none();
        let key = match scalar.text {
            "<<" if plain => Key::Merge(span),
            text => Key::Text(text.to_owned(), span),
        };
        if let Some(mapping) = self.awaiting_key() {
            mapping.key(key);
        }
        self.grow(range.end);
        if *anchor == 0 && tag.is_none() {
            return Ok(());
        }
        let content = self.content_of(scalar);
        self.keep(*anchor, &Node { content, span })
    }

    fn content_of(&mut self, scalar: &Scalar<'_>) -> Content {
        let absent = scalar.is_absent();
        let Some((tag, _)) = &scalar.properties.tag else {
            return scalar::untagged(scalar.text, scalar.style, absent);
        };
        scalar::tagged(scalar.text, tag, absent).unwrap_or_else(|| {
            self.refuse_tag(&scalar.properties);
            Content::Null
        })
    }

    /// The scalar's range: without the line breaks after a block scalar, and of a value that is
    /// absent the place where it would stand.
    fn trimmed(&mut self, scalar: &Scalar<'_>) -> Range<usize> {
        let range = scalar.range.clone();
        let written = self.text.get(range.clone()).unwrap_or_default();
        let rest = self.text.get(range.start..).unwrap_or_default();
        let after_colon = rest.starts_with(':') && self.awaiting_key().is_none();
        let start = range.start + usize::from(scalar.is_absent() && after_colon);
        start..start + written.trim_end().len()
    }

    /// In `{key:value}` the whole is a key without a value.
    fn refuse_missing_space(&mut self, value: &Scalar<'_>) {
        let waiting =
            match self.open.last() {
                Some(Frame {
                    items: Items::Mapping(mapping), style: StructureStyle::Flow, ..
                }) if value.is_absent() => mapping.waiting_key(),
                Some(_) | None => None,
            };
        if let Some((key, span)) = waiting
            && let Some((key, value)) = missing_space(key)
        {
            let (message, help) = say_missing_space(key, value);
            self.report.error(YAML_SYNTAX, message, span, &help);
            self.broken = true;
        }
    }

    /// Whether a document is `key:value`, one text, which is never meant.
    pub(super) fn is_slip(&mut self, root: &Node) -> bool {
        let written = self.text.get(root.span.range()).unwrap_or_default();
        let plain = root.as_str().filter(|text| *text == written);
        let Some((key, value)) = plain.and_then(missing_space) else { return false };
        let (message, help) = say_missing_space(key, value);
        self.report.error(YAML_SYNTAX, message, root.span, &help);
        true
    }
}
