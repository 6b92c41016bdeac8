//! From a line of the output back to the words of the spec that put it there.

use crate::artifact::{Artifact, Body};
use crate::diagnostic::Diagnostics;
use crate::parse;
use crate::render::artifacts;
use crate::source::{Content, Node, Place, Route, Sources, Span};

/// Where a line of the output came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The part of the document that the line shows.
    pub emitted: Route,
    /// The words of the spec behind it.
    pub place: Place,
    /// How it came from there.
    pub cause: Cause,
}

/// How a part of the output came from a place of the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The spec says it there.
    Said,
    /// The spec could say it there and does not: it is the default.
    Default,
    /// It follows from what stands there as a whole.
    Derived,
}

/// Follows a line, from 1, of a document's file; `None` beyond its end.
#[must_use]
pub fn trace(artifact: &Artifact, line: usize, sources: &Sources) -> Option<Trace> {
    let text = artifacts::text(artifact);
    if line == 0 || line > text.lines().count() {
        return None;
    }
    let emitted = match artifact.body {
        Body::Data(_) => emitted(&text, artifact.path.ends_with(".json"), line),
        Body::Text(_) => Route::ROOT,
    };
    let place = artifact.place(&emitted);
    let cause = cause(artifact, &place, sources);
    Some(Trace { emitted, place, cause })
}

fn cause(artifact: &Artifact, place: &Place, sources: &Sources) -> Cause {
    let Place::At { document, route, .. } = place else { return Cause::Said };
    let (_, taken) = sources.document(*document).deepest(route);
    if taken < route.steps().len() {
        Cause::Default
    } else if route == artifact.origins.route() {
        Cause::Derived
    } else {
        Cause::Said
    }
}

/// The deepest part of a document that begins on a line, or else the deepest that covers it.
fn emitted(text: &str, is_json: bool, line: usize) -> Route {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let documents = if is_json {
        parse::read_json(&mut sources, "", text, &mut diagnostics)
    } else {
        parse::read_yaml(&mut sources, "", text, &mut diagnostics)
    };
    let Some(document) = documents.first() else { return Route::ROOT };
    let lines = Lines { text, line };
    let mut best = (false, Route::ROOT);
    lines.search(sources.document(*document), &Route::ROOT, &mut best);
    best.1
}

struct Lines<'a> {
    text: &'a str,
    line: usize,
}

impl Lines<'_> {
    /// Keeps the best part so far: one that begins on the line wins over one that covers it.
    fn search(&self, node: &Node, at: &Route, best: &mut (bool, Route)) {
        match &node.content {
            Content::Mapping(entries) => {
                for (key, entry) in entries {
                    let route = at.then(key);
                    self.consider(entry.key, entry.value.span, &route, best);
                    self.search(&entry.value, &route, best);
                }
            }
            Content::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    let route = at.then(index);
                    self.consider(item.span, item.span, &route, best);
                    self.search(item, &route, best);
                }
            }
            Content::Null | Content::Bool(_) | Content::Number(_) | Content::String(_) => {}
        }
    }

    fn consider(&self, first: Span, last: Span, route: &Route, best: &mut (bool, Route)) {
        let begins = self.of(first.start) == self.line;
        let covers = self.of(first.start) <= self.line && self.line <= self.of(last.end);
        if begins || (covers && !best.0) {
            *best = (begins, route.clone());
        }
    }

    fn of(&self, byte: u32) -> usize {
        let before = &self.text.as_bytes()[..(byte as usize).min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route;

    #[test]
    fn finds_the_part_that_a_line_shows() {
        let text = "a: 1\nb:\n  c: 2\n  d:\n    - e: 3\n      f: 4\n    - g\ntext: |-\n  x\n  y\n";
        let at = |line| emitted(text, false, line);
        assert_eq!(at(1), route!["a"]);
        assert_eq!(at(2), route!["b"]);
        assert_eq!(at(3), route!["b", "c"]);
        assert_eq!(at(5), route!["b", "d", 0, "e"]);
        assert_eq!(at(6), route!["b", "d", 0, "f"]);
        assert_eq!(at(7), route!["b", "d", 1]);
        assert_eq!(at(10), route!["text"]);
    }

    #[test]
    fn reads_json_as_it_is_written() {
        let text = "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n";
        assert_eq!(emitted(text, true, 3), route!["a", "b"]);
        assert_eq!(emitted(text, true, 4), route!["a"]);
    }
}
