//! A map while it is being read: its keys, its merges, its duplicates.

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::codes::{INVALID_KEY, INVALID_MERGE};
use super::report::{Report, shown};
use crate::source::{Content, Entry, Node, Span};

/// Entries read so far, and the key that waits for its value.
#[derive(Default)]
pub(super) struct Mapping {
    entries: IndexMap<String, Entry>,
    key: Option<Key>,
    merge: Option<(Span, Vec<IndexMap<String, Entry>>)>,
    /// Whether a second document seems to have begun, so that one duplicate has said it all.
    runs_on: bool,
}

/// A key that waits for its value.
pub(super) enum Key {
    /// An ordinary one.
    Text(String, Span),
    /// A plain `<<`.
    Merge(Span),
    /// One that was refused: its value is read and dropped.
    Refused,
}

impl Mapping {
    /// Whether the next value is a key.
    pub(super) fn awaits_key(&self) -> bool {
        self.key.is_none()
    }

    /// The key that waits for its value, with its place.
    pub(super) fn waiting_key(&self) -> Option<(&str, Span)> {
        match &self.key {
            Some(Key::Text(text, span)) => Some((text, *span)),
            Some(Key::Merge(_) | Key::Refused) | None => None,
        }
    }

    /// Takes a key.
    pub(super) fn key(&mut self, key: Key) {
        self.key = Some(key);
    }

    /// Takes the value of the waiting key; false when it had no meaning.
    pub(super) fn value(&mut self, value: Node, report: &mut Report<'_>, is_root: bool) -> bool {
        match self.key.take() {
            Some(Key::Text(text, span)) => {
                self.entry(text, Entry { key: span, value }, report, is_root);
                true
            }
            Some(Key::Merge(span)) => self.merge(span, value, report),
            Some(Key::Refused) | None => false,
        }
    }

    fn entry(&mut self, text: String, entry: Entry, report: &mut Report<'_>, is_root: bool) {
        let again = entry.key;
        let (first, key) = match self.entries.entry(text) {
            Slot::Vacant(slot) => {
                slot.insert(entry);
                return;
            }
            Slot::Occupied(slot) => (slot.get().key, slot.key().clone()),
        };
        let begins_document = is_root && matches!(key.as_str(), "apiVersion" | "kind");
        if begins_document && !self.runs_on {
            self.runs_on = true;
            let help = "if another document begins here, write `---` on a line before it";
            report.duplicate(&key, first, again, help);
        } else if !self.runs_on {
            report.duplicate(&key, first, again, "keep one of the two");
        }
    }

    fn merge(&mut self, span: Span, value: Node, report: &mut Report<'_>) -> bool {
        if let Some((first, _)) = &self.merge {
            report.duplicate(
                "<<",
                *first,
                span,
                "write `<<: [*one, *other]` to merge several maps",
            );
            return true;
        }
        let at = value.span;
        let maps = match value.content {
            Content::Mapping(entries) => Some(vec![entries]),
            Content::Sequence(items) => items.into_iter().map(into_mapping).collect(),
            Content::Null | Content::Bool(_) | Content::Number(_) | Content::String(_) => None,
        };
        let merges = maps.is_some();
        match maps {
            Some(maps) => self.merge = Some((span, maps)),
            None => report.error(
                INVALID_MERGE,
                "`<<` merges maps, and this is none",
                at,
                "give it an alias of a map, such as `<<: *defaults`, or a list of those",
            ),
        }
        merges
    }

    /// The map: its own keys first, then those that only merged maps have, earlier maps first.
    pub(super) fn finish(mut self) -> Content {
        for (key, entry) in self.merge.into_iter().flat_map(|(_, maps)| maps).flatten() {
            self.entries.entry(key).or_insert(entry);
        }
        Content::Mapping(self.entries)
    }
}

fn into_mapping(node: Node) -> Option<IndexMap<String, Entry>> {
    match node.content {
        Content::Mapping(entries) => Some(entries),
        Content::Null
        | Content::Bool(_)
        | Content::Number(_)
        | Content::String(_)
        | Content::Sequence(_) => None,
    }
}

/// Refuses a key that is no text.
pub(super) fn refuse_key(node: &Node, source: &str, report: &mut Report<'_>) {
    let written = source.get(node.span.range()).unwrap_or_default();
    let before = source.get(..node.span.range().start).unwrap_or_default();
    let (what, help) = match &node.content {
        // Of `{{ x }}` the inner map is refused first.
        Content::Mapping(_) if written.starts_with("{{") => return,
        Content::Mapping(_) if before.ends_with('{') => {
            ("a map", format!("put a template in quotes: `\"{{{}}}\"`", written.trim()))
        }
        Content::Mapping(_) => ("a map", "write the key as text".to_owned()),
        Content::Sequence(_) => ("a list", "write the key as text".to_owned()),
        Content::Null | Content::Bool(_) | Content::Number(_) | Content::String(_) => {
            let message = "a key is missing before this `:`";
            return report.error(INVALID_KEY, message, node.span, "write the key");
        }
    };
    let message = format!("a key must be text, and {} is {what}", shown(written));
    report.error(INVALID_KEY, message, node.span, &help);
}
