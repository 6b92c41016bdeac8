//! Aliases, tags, and what cannot be read at all.

use std::ops::Range;

use super::{Abandoned, Properties, Tree};
use crate::diagnostic::Code;
use crate::parse::DEEPEST;
use crate::parse::anchors::Refusal;
use crate::parse::codes::{
    ALIAS_CYCLE, ALIAS_EXPANSION, NESTING_TOO_DEEP, UNKNOWN_ALIAS, UNKNOWN_TAG,
};
use crate::parse::keys::Key;
use crate::parse::report::shown;
use crate::source::{Content, Node};

impl Tree<'_, '_> {
    /// Takes an alias of the anchor with this number.
    pub(in crate::parse) fn alias(
        &mut self,
        id: usize,
        range: &Range<usize>,
    ) -> Result<(), Abandoned> {
        self.grow(range.end);
        let cycle = self.open.iter().any(|frame| frame.anchor == id);
        let name = self.text.get(range.clone()).unwrap_or_default();
        if cycle {
            let message = format!("the alias {} stands inside of what it names", shown(name));
            self.refuse(ALIAS_CYCLE, &message, range, "write out what is meant here");
            return self.place_nothing(range);
        }
        match self.anchors.expand(id, DEEPEST - self.open.len()) {
            Ok(node) => self.place(node, 0),
            Err(Refusal::Unknown) => self.unknown_alias(range),
            Err(Refusal::TooMuch) => Err(self.too_much(range)),
            Err(Refusal::TooDeep) => Err(self.too_deep(range)),
        }
    }

    /// Takes an alias that names nothing.
    pub(in crate::parse) fn unknown_alias(
        &mut self,
        range: &Range<usize>,
    ) -> Result<(), Abandoned> {
        let name = self.text.get(range.clone()).unwrap_or_default();
        let anchor = name.trim_start_matches('*');
        let message = format!("the alias {} has no anchor above it", shown(name));
        let help = format!("write `&{anchor}` before the value it names, or put a text in quotes");
        self.refuse(UNKNOWN_ALIAS, &message, range, &help);
        self.place_nothing(range)
    }

    fn place_nothing(&mut self, range: &Range<usize>) -> Result<(), Abandoned> {
        let node = Node { content: Content::Null, span: self.report.span(range) };
        match self.awaiting_key() {
            Some(mapping) => mapping.key(Key::Refused),
            None => return self.place(node, 0),
        }
        Ok(())
    }

    /// Refuses a tag on a list or map other than the one that says what it is anyway.
    pub(super) fn refuse_tag_unless(&mut self, properties: &Properties<'_>, expected: &str) {
        if properties.tag.as_ref().is_some_and(|(tag, _)| tag.core_suffix() != Some(expected)) {
            self.refuse_tag(properties);
        }
    }

    pub(super) fn refuse_tag(&mut self, properties: &Properties<'_>) {
        if let Some((tag, range)) = &properties.tag {
            let message = format!("the tag {} does not fit its value", shown(&tag.original()));
            self.refuse(UNKNOWN_TAG, &message, range, "leave it out, or put a text in quotes");
        }
    }

    fn refuse(&mut self, code: Code, message: &str, range: &Range<usize>, help: &str) {
        self.broken = true;
        let span = self.report.span(range);
        self.report.error(code, message, span, help);
    }

    pub(super) fn too_deep(&mut self, range: &Range<usize>) -> Abandoned {
        let message = format!("lists and maps nest deeper than {DEEPEST} levels here");
        self.refuse(NESTING_TOO_DEEP, &message, range, "flatten the document");
        Abandoned
    }

    pub(super) fn too_much(&mut self, range: &Range<usize>) -> Abandoned {
        let message = "aliases repeat far more here than the text has";
        self.refuse(ALIAS_EXPANSION, message, range, "use fewer aliases of aliases");
        Abandoned
    }
}
