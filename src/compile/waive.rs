//! Findings accepted in files that someone else wrote: by a comment beside them, or by
//! `.emrgen.yaml` for whole files.

use std::collections::BTreeMap;

use super::{INVALID_DOCUMENT, NOT_IN_RELEASE, glob};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::route;
use crate::source::{DocumentId, Place, SourceId, Sources, Span};
use crate::spec::Settings;

/// A comment that means to accept a finding and does not say which, or why.
pub const MALFORMED_ALLOW: Code = Code("malformed-allow");

/// The words that such a comment begins with.
const MARK: &str = "# emrgen: allow";

/// Findings that are accepted.
#[derive(Clone, Debug, Default)]
pub struct Waivers(Vec<Waiver>);

#[derive(Clone, Debug)]
struct Waiver {
    code: String,
    scope: Scope,
    place: Place,
    used: bool,
    /// Whether everything that it could be about is judged in this run.
    covered: bool,
}

#[derive(Clone, Debug)]
enum Scope {
    /// A line, from 1, of a text.
    Line(SourceId, usize),
    /// The files that match a pattern.
    Files(String),
}

impl Waivers {
    /// Adds those of comments: `# emrgen: allow CODE: REASON`, on the line or above it.
    pub fn read_comments(
        &mut self,
        sources: &Sources,
        id: SourceId,
        diagnostics: &mut Diagnostics,
    ) {
        let text = &sources.source(id).text;
        let mut start = 0;
        let mut waiting: Vec<usize> = Vec::new();
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let here = Scope::Line(id, index + 1);
            let content = line.trim_start();
            if !content.is_empty() && !content.starts_with('#') {
                // What stood alone above belongs to this line.
                waiting.drain(..).for_each(|at| self.0[at].scope = here.clone());
            }
            if let Some((place, words)) = comment(id, start, line) {
                if content.starts_with('#') {
                    waiting.push(self.0.len());
                }
                match code_and_reason(words) {
                    Some(code) => self.add(code, here, place, true, diagnostics),
                    None => {
                        waiting.pop();
                        diagnostics.push(malformed(place));
                    }
                }
            }
            start += line.len();
        }
    }

    /// Adds those of `.emrgen.yaml`. `walked` are the directories and files of this run, relative
    /// to it.
    pub fn read_settings(
        &mut self,
        settings: &Settings,
        document: DocumentId,
        walked: &[String],
        diagnostics: &mut Diagnostics,
    ) {
        for (pattern, allow) in &settings.allow {
            let literal = glob::literal(pattern);
            let covered = walked.iter().any(|path| {
                path.is_empty() || literal == *path || literal.starts_with(&format!("{path}/"))
            });
            for code in allow.keys() {
                let place = Place::key(document, route!["allow", pattern, code]);
                let scope = Scope::Files(pattern.clone());
                self.add(code, scope, place, covered, diagnostics);
            }
        }
    }

    fn add(
        &mut self,
        code: &str,
        scope: Scope,
        place: Place,
        covered: bool,
        diagnostics: &mut Diagnostics,
    ) {
        let known = is_waivable(code);
        if !known {
            diagnostics.push(unknown(code, place.clone()));
        }
        // One that is reported already need not be used as well.
        self.0.push(Waiver { code: code.to_owned(), scope, place, used: !known, covered });
    }

    /// Passes on what nothing accepts, and reports what accepts nothing. `names` are the files that
    /// may hold or be named by a waiver, as `.emrgen.yaml` calls them.
    #[must_use]
    pub fn apply(
        mut self,
        sources: &Sources,
        names: &BTreeMap<SourceId, String>,
        diagnostics: Diagnostics,
    ) -> Diagnostics {
        let mut left = Diagnostics::default();
        for diagnostic in diagnostics {
            if !self.accepts(&diagnostic, sources, names) {
                left.push(diagnostic);
            }
        }
        for waiver in self.0.into_iter().filter(|waiver| waiver.covered && !waiver.used) {
            left.push(check::unused(&waiver.code, waiver.place));
        }
        left
    }

    fn accepts(
        &mut self,
        diagnostic: &Diagnostic,
        sources: &Sources,
        names: &BTreeMap<SourceId, String>,
    ) -> bool {
        let places = diagnostic.place.iter().chain(diagnostic.related.iter().map(|(at, _)| at));
        let spans: Vec<Span> = places.map(|place| sources.span(place)).collect();
        let mut accepted = false;
        for waiver in self.0.iter_mut().filter(|waiver| waiver.code == diagnostic.code.0) {
            let hit = spans.iter().any(|span| match &waiver.scope {
                Scope::Line(id, line) => {
                    *id == span.source && *line == line_of(&sources.source(*id).text, span.start)
                }
                Scope::Files(pattern) => {
                    names.get(&span.source).is_some_and(|name| glob::matches(pattern, name))
                }
            });
            waiver.used |= hit;
            accepted |= hit;
        }
        accepted
    }
}

/// Rules and schemas may be overruled where they are wrong about a file; what cannot be read may
/// not.
fn is_waivable(code: &str) -> bool {
    check::rule(code).is_some() || [INVALID_DOCUMENT.0, NOT_IN_RELEASE.0].contains(&code)
}

/// The comment of a line, if it is one of ours: its place, and what follows its mark.
fn comment(source: SourceId, start: usize, line: &str) -> Option<(Place, &str)> {
    let at = line.find(MARK)?;
    let alone = line[..at].chars().next_back().is_none_or(char::is_whitespace);
    let words = &line[at + MARK.len()..];
    let ends = words.chars().next().is_none_or(|next| next.is_whitespace() || next == ':');
    let end = at + line[at..].trim_end().len();
    let byte = |offset: usize| u32::try_from(start + offset).unwrap_or(u32::MAX);
    let span = Span { source, start: byte(at), end: byte(end) };
    (alone && ends).then_some((Place::Span(span), words))
}

fn code_and_reason(words: &str) -> Option<&str> {
    let (code, reason) = words.trim().split_once(':')?;
    let code = code.trim();
    (!code.is_empty() && !reason.trim().is_empty()).then_some(code)
}

fn line_of(text: &str, at: u32) -> usize {
    text.as_bytes()[..at as usize].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn malformed(place: Place) -> Diagnostic {
    Diagnostic::error(MALFORMED_ALLOW, "this comment names no diagnostic, or gives no reason")
        .at(place)
        .help("write `# emrgen: allow CODE: REASON`, on the line of the finding or above it")
}

fn unknown(code: &str, place: Place) -> Diagnostic {
    let also = [INVALID_DOCUMENT.0, NOT_IN_RELEASE.0];
    check::unknown(code, &also, place)
}
