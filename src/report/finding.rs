//! Diagnostics with their places looked up, in order, each once.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::lines::{Lines, Position};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::render::is_invisible;
use crate::source::{Place, SourceId, Sources};

/// What every format tells.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    /// In order.
    pub list: Vec<Finding<'a>>,
    /// The texts that they point into.
    pub lines: BTreeMap<SourceId, Lines<'a>>,
}

/// A diagnostic whose places are looked up.
#[derive(Debug)]
pub(super) struct Finding<'a> {
    pub code: Code,
    pub severity: Severity,
    pub message: &'a str,
    pub site: Option<Site<'a>>,
    pub label: Option<&'a str>,
    pub help: Option<&'a str>,
    /// The value's route, in words.
    pub route: Option<String>,
    pub related: Vec<(Site<'a>, &'a str)>,
}

/// A file, or a stretch of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site<'a> {
    pub file: &'a str,
    pub region: Option<Region>,
    pub source: SourceId,
}

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Region {
    pub start: Position,
    /// The place after the last character.
    pub end: Position,
    start_byte: usize,
    end_byte: usize,
}

impl Region {
    /// The stretch in bytes, within the text and between characters.
    pub fn bytes(&self) -> Range<usize> {
        self.start_byte..self.end_byte
    }
}

impl Finding<'_> {
    /// What makes two findings the same to a reader, and their order.
    fn key(&self) -> impl Ord + '_ {
        let words = (self.code, self.message, self.label, self.help);
        (&self.site, Reverse(self.severity), words, &self.related)
    }

    /// Whether the other says the same kind of thing of the same words, with the same next step.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_same = (self.code, self.severity) == (other.code, other.severity);
        let has_same_words = (self.label, self.help) == (other.label, other.help);
        self.site.is_some() && self.site == other.site && is_same && has_same_words
    }
}

/// Looks up every place; sorts; removes what would be told twice.
pub(super) fn findings<'a>(diagnostics: &'a Diagnostics, sources: &'a Sources) -> Findings<'a> {
    let mut lookup = Lookup { sources, lines: BTreeMap::new() };
    let mut list: Vec<_> = diagnostics.iter().map(|one| lookup.finding(one)).collect();
    list.sort_by(|a, b| a.key().cmp(&b.key()));
    list.dedup_by(|a, b| a.key() == b.key());
    Findings { list, lines: lookup.lines }
}

struct Lookup<'a> {
    sources: &'a Sources,
    lines: BTreeMap<SourceId, Lines<'a>>,
}

impl<'a> Lookup<'a> {
    fn finding(&mut self, diagnostic: &'a Diagnostic) -> Finding<'a> {
        let route = match &diagnostic.place {
            Some(Place::At { route, .. }) if !route.steps().is_empty() => Some(route.to_string()),
            Some(Place::At { .. } | Place::Span(_) | Place::File(_)) | None => None,
        };
        let related = diagnostic.related.iter();
        Finding {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            site: diagnostic.place.as_ref().map(|place| self.site(place)),
            label: diagnostic.label.as_deref(),
            help: diagnostic.help.as_deref(),
            route,
            related: related.map(|(place, words)| (self.site(place), words.as_str())).collect(),
        }
    }

    fn site(&mut self, place: &Place) -> Site<'a> {
        let span = self.sources.span(place);
        let source = self.sources.source(span.source);
        let lines = self.lines.entry(span.source).or_insert_with(|| Lines::new(&source.text));
        let bytes = lines.clamp(span.range());
        let region = (!matches!(place, Place::File(_))).then(|| Region {
            start: lines.position(bytes.start),
            end: lines.position(bytes.end),
            start_byte: bytes.start,
            end_byte: bytes.end,
        });
        Site { file: &source.name, region, source: span.source }
    }
}

/// A text that cannot steer a terminal: what is invisible is replaced, newlines are kept.
pub(super) fn visible(text: &str) -> String {
    let shown = |c: char| if c != '\n' && is_invisible(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}
