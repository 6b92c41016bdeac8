//! Anchored values, and how much of them aliases may repeat.

use std::collections::BTreeMap;

use crate::source::{Content, Node};

/// So many nodes may be repeated for each byte of the text,
const NODES_PER_BYTE: usize = 64;
/// but never fewer than this,
const FEWEST: usize = 20_000;
/// nor, in a text that is not itself larger, more than this.
const MOST: usize = 1_000_000;
/// A text of so many bytes counts as one node more.
const BYTES_PER_NODE: usize = 32;

/// The anchored values of one document, and the budget of the whole text.
pub(super) struct Anchors {
    values: BTreeMap<usize, Anchored>,
    budget: usize,
}

struct Anchored {
    node: Node,
    size: Size,
}

/// How much there is of a value.
#[derive(Clone, Copy)]
struct Size {
    nodes: usize,
    depth: usize,
}

/// Why an alias cannot be expanded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No value has this anchor.
    Unknown,
    /// The budget is spent.
    TooMuch,
    /// The value would nest too deep where the alias stands.
    TooDeep,
}

impl Anchors {
    /// None yet, in a text of so many bytes.
    pub(super) fn new(text_length: usize) -> Self {
        let budget = text_length.saturating_mul(NODES_PER_BYTE);
        Self { values: BTreeMap::new(), budget: budget.clamp(FEWEST, MOST.max(text_length)) }
    }

    /// Forgets the values: anchors do not outlive their document.
    pub(super) fn clear(&mut self) {
        self.values.clear();
    }

    /// Keeps a value. This is a copy too, so it is paid for.
    pub(super) fn keep(&mut self, id: usize, node: &Node) -> Result<(), Refusal> {
        let size = size(node);
        self.spend(size.nodes)?;
        self.values.insert(id, Anchored { node: node.clone(), size });
        Ok(())
    }

    /// A copy of a value for a place with so much depth left.
    pub(super) fn expand(&mut self, id: usize, depth_left: usize) -> Result<Node, Refusal> {
        let size = self.values.get(&id).ok_or(Refusal::Unknown)?.size;
        if size.depth > depth_left {
            return Err(Refusal::TooDeep);
        }
        self.spend(size.nodes)?;
        self.values.get(&id).map(|anchored| anchored.node.clone()).ok_or(Refusal::Unknown)
    }

    fn spend(&mut self, nodes: usize) -> Result<(), Refusal> {
        self.budget = self.budget.checked_sub(nodes).ok_or(Refusal::TooMuch)?;
        Ok(())
    }
}

/// Counts nodes and levels; recursion ends because trees are at most `DEEPEST` levels deep.
fn size(node: &Node) -> Size {
    let (children, keys): (Vec<Size>, usize) = match &node.content {
        Content::Null | Content::Bool(_) | Content::Number(_) => {
            return Size { nodes: 1, depth: 0 };
        }
        Content::String(text) => {
            return Size { nodes: 1 + text.len() / BYTES_PER_NODE, depth: 0 };
        }
        Content::Sequence(items) => (items.iter().map(size).collect(), 0),
        Content::Mapping(entries) => (
            entries.values().map(|entry| size(&entry.value)).collect(),
            entries.keys().map(|key| key.len() / BYTES_PER_NODE).sum(),
        ),
    };
    Size {
        nodes: 1 + keys + children.iter().map(|child| child.nodes).sum::<usize>(),
        depth: 1 + children.iter().map(|child| child.depth).max().unwrap_or(0),
    }
}
