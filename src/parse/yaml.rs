//! YAML: drives the parser and goes on after an error with the next document.

use std::ops::Range;

use granit_parser::{ErrorKind, Event, Options, Parser, ScanError, Span, StrInput, Tag, options};
use std::borrow::Cow;

use super::DEEPEST;
use super::codes::{NESTING_TOO_DEEP, YAML_SYNTAX};
use super::friendly::Trouble;
use super::report::Report;
use super::tree::{Abandoned, Properties, Scalar, Tree};
use crate::source::Node;

/// Reads every document of a text that has a meaning.
pub(super) fn read(report: Report<'_>, text: &str) -> Vec<Node> {
    let mut parser = Parser::new_from_str_with_options(text, options());
    let mut reader = Reader { tree: Tree::new(report, text), text, document: 0, last: 0..0 };
    let mut documents = Vec::new();
    while let Some(event) = parser.next_event() {
        let went_on = match event {
            Ok((event, span)) => reader.take(&event, span),
            Err(error) => Err(reader.say(&error)),
        };
        match went_on {
            Ok(document) => documents.extend(document),
            Err(Abandoned) => {
                if !skip_document(&mut parser) {
                    break;
                }
            }
        }
    }
    documents
}

fn options() -> Options {
    options! {
        emit_unresolved_aliases: true,
        flow_nesting_limit: DEEPEST + 1,
        block_nesting_limit: DEEPEST + 1,
    }
}

/// Whether there is another document.
fn skip_document<'t>(parser: &mut Parser<'t, StrInput<'t>>) -> bool {
    parser.proceed_next_document().unwrap_or(false)
}

fn properties<'e>(anchor: usize, tag: Option<&'e Cow<'_, Tag>>, span: Span) -> Properties<'e> {
    let place = span.tag_span().and_then(|tag| tag.byte_range());
    let place = place.or(span.byte_range()).unwrap_or_default();
    Properties { anchor, tag: tag.map(|tag| (&**tag, place)) }
}

struct Reader<'t, 'd> {
    tree: Tree<'t, 'd>,
    text: &'t str,
    /// Where the document begins.
    document: usize,
    /// Where the last piece stands that has a text.
    last: Range<usize>,
}

impl Reader<'_, '_> {
    fn take(&mut self, event: &Event<'_>, span: Span) -> Result<Option<Node>, Abandoned> {
        let range = span.byte_range().unwrap_or_default();
        if !range.is_empty() {
            self.last = range.clone();
        }
        match event {
            Event::DocumentStart(..) => {
                self.document = range.start;
                self.tree.begin_document();
            }
            Event::DocumentEnd => return Ok(self.tree.end_document()),
            Event::Scalar(text, style, anchor, tag) => {
                let properties = properties(*anchor, tag.as_ref(), span);
                self.tree.scalar(&Scalar { text, style: *style, properties, range })?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                let properties = properties(*anchor, tag.as_ref(), span);
                self.tree.begin_sequence(*style, &properties, range)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                let properties = properties(*anchor, tag.as_ref(), span);
                self.tree.begin_mapping(*style, &properties, range)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.tree.end(&range)?,
            Event::Alias(id) => self.tree.alias(*id, &range)?,
            Event::UnresolvedAlias(_) => self.tree.unknown_alias(&range)?,
            Event::StreamStart | Event::StreamEnd | Event::Anchor(..) => {}
            _ => {}
        }
        Ok(None)
    }

    fn say(&mut self, error: &ScanError) -> Abandoned {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            let message = format!("lists and maps nest deeper than {DEEPEST} levels here");
            let span = self.tree.report.span(&(at..at));
            self.tree.report.error(NESTING_TOO_DEEP, message, span, "flatten the document");
            return Abandoned;
        }
        let trouble = Trouble {
            kind: error.kind(),
            text: self.text,
            at,
            document: self.document,
            last: self.last.clone(),
            bracket: self.tree.open_bracket(),
        };
        let advice = trouble.advice();
        let span = self.tree.report.span(&advice.range);
        self.tree.report.error(YAML_SYNTAX, advice.message, span, &advice.help);
        // What comes next is another document, whether or not the parser says that it begins.
        (self.document, self.last) = (at, at..at);
        Abandoned
    }
}
