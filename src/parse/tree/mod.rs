//! From the parser's events to one tree per document, without recursion.

mod aliases;
mod scalars;

use std::ops::Range;

use granit_parser::{StructureStyle, Tag};

use super::DEEPEST;
use super::anchors::Anchors;
use super::keys::{Key, Mapping, refuse_key};
use super::report::Report;
use super::scalar;
use crate::source::{Content, Node};
pub(super) use scalars::Scalar;

/// The document cannot be read to its end, for a reason that was already said.
#[derive(Debug)]
pub(super) struct Abandoned;

/// A document while it is being read.
pub(super) struct Tree<'t, 'd> {
    pub(super) report: Report<'d>,
    text: &'t str,
    anchors: Anchors,
    open: Vec<Frame>,
    root: Option<Node>,
    /// Whether something in it had no meaning, so that it must not be used.
    broken: bool,
}

/// A list or map whose end has not been seen.
struct Frame {
    items: Items,
    range: Range<usize>,
    style: StructureStyle,
    anchor: usize,
}

/// What stands before a value: an anchor's number, or 0, and a tag with its place.
pub(super) struct Properties<'e> {
    pub(super) anchor: usize,
    pub(super) tag: Option<(&'e Tag, Range<usize>)>,
}

enum Items {
    Sequence(Vec<Node>),
    Mapping(Box<Mapping>),
}

impl<'t, 'd> Tree<'t, 'd> {
    pub(super) fn new(report: Report<'d>, text: &'t str) -> Self {
        let anchors = Anchors::new(text.len());
        Self { report, text, anchors, open: Vec::new(), root: None, broken: false }
    }

    /// Forgets what was read of a document.
    pub(super) fn begin_document(&mut self) {
        self.anchors.clear();
        self.open.clear();
        self.root = None;
        self.broken = false;
    }

    /// The document, unless it is empty or has no meaning.
    pub(super) fn end_document(&mut self) -> Option<Node> {
        let root = self.root.take()?;
        let empty = root.content == Content::Null && root.span.start == root.span.end;
        (!empty && !self.broken && !self.is_slip(&root)).then_some(root)
    }

    /// Where the innermost open `[` or `{` stands.
    pub(super) fn open_bracket(&self) -> Option<usize> {
        let frame = self.open.last().filter(|frame| frame.style == StructureStyle::Flow)?;
        Some(frame.range.start)
    }

    pub(super) fn begin_sequence(
        &mut self,
        style: StructureStyle,
        properties: &Properties<'_>,
        range: Range<usize>,
    ) -> Result<(), Abandoned> {
        self.refuse_tag_unless(properties, "seq");
        let items = Items::Sequence(Vec::new());
        self.begin(Frame { items, range, style, anchor: properties.anchor })
    }

    pub(super) fn begin_mapping(
        &mut self,
        style: StructureStyle,
        properties: &Properties<'_>,
        range: Range<usize>,
    ) -> Result<(), Abandoned> {
        self.refuse_tag_unless(properties, "map");
        let items = Items::Mapping(Box::default());
        self.begin(Frame { items, range, style, anchor: properties.anchor })
    }

    fn begin(&mut self, frame: Frame) -> Result<(), Abandoned> {
        if self.open.len() >= DEEPEST {
            return Err(self.too_deep(&frame.range));
        }
        self.open.push(frame);
        Ok(())
    }

    /// Ends the innermost list or map.
    pub(super) fn end(&mut self, closing: &Range<usize>) -> Result<(), Abandoned> {
        let Some(mut frame) = self.open.pop() else { return Err(Abandoned) };
        if frame.style == StructureStyle::Flow {
            frame.range.end = closing.end;
        }
        let content = match frame.items {
            Items::Sequence(items) => Content::Sequence(items),
            Items::Mapping(mapping) => mapping.finish(),
        };
        let node = Node { content, span: self.report.span(&frame.range) };
        self.place(node, frame.anchor)
    }

    /// Puts a finished value where it belongs.
    fn place(&mut self, node: Node, anchor: usize) -> Result<(), Abandoned> {
        self.keep(anchor, &node)?;
        self.grow(node.span.range().end);
        let is_root = self.open.len() == 1;
        match self.open.last_mut().map(|frame| &mut frame.items) {
            None => self.root = Some(node),
            Some(Items::Sequence(items)) => items.push(node),
            Some(Items::Mapping(mapping)) if mapping.awaits_key() => {
                mapping.key(Key::Refused);
                self.key_from(node);
            }
            Some(Items::Mapping(mapping)) => {
                self.broken |= !mapping.value(node, &mut self.report, is_root);
            }
        }
        Ok(())
    }

    /// Takes a value for a key where it is an alias of a text, and refuses it otherwise.
    fn key_from(&mut self, node: Node) {
        let usable = match &node.content {
            Content::Bool(_) | Content::Number(_) | Content::String(_) => true,
            Content::Null | Content::Sequence(_) | Content::Mapping(_) => false,
        };
        if !usable {
            refuse_key(&node, self.text, &mut self.report);
            self.broken = true;
        } else if let Some(Items::Mapping(mapping)) =
            self.open.last_mut().map(|frame| &mut frame.items)
        {
            mapping.key(Key::Text(scalar::key_of(&node.content).into_owned(), node.span));
        }
    }

    fn awaiting_key(&mut self) -> Option<&mut Mapping> {
        match self.open.last_mut().map(|frame| &mut frame.items) {
            Some(Items::Mapping(mapping)) if mapping.awaits_key() => Some(mapping),
            Some(Items::Mapping(_) | Items::Sequence(_)) | None => None,
        }
    }

    fn keep(&mut self, anchor: usize, node: &Node) -> Result<(), Abandoned> {
        if anchor == 0 || self.anchors.keep(anchor, node).is_ok() {
            return Ok(());
        }
        Err(self.too_much(&node.span.range()))
    }

    /// A block ends where its last value ends.
    fn grow(&mut self, end: usize) {
        if let Some(frame) = self.open.last_mut() {
            frame.range.end = frame.range.end.max(end);
        }
    }
}
