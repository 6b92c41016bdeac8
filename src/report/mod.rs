//! Diagnostics to output: text, JSON, SARIF, GitHub annotations and JUnit.
//!
//! Every format tells the same findings in the same order: by file, place, severity, code and
//! message, each once. Lines and columns count from 1; a column counts characters (Unicode scalar
//! values), a tab as one; an end column is that of the character after the last.

mod excerpt;
mod finding;
mod github;
mod json;
mod junit;
mod lines;
mod sarif;
mod text;

use crate::diagnostic::{Code, Diagnostics};
use crate::source::Sources;

use finding::findings;

/// How findings are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: the sentence, the lines it is about, and the next step.
    #[default]
    Text,
    /// For programs: an array with one object for each finding.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: workflow commands that annotate the pull request.
    Github,
    /// For test reports: JUnit XML, one suite for each file.
    Junit,
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour, with ANSI escapes.
    pub color: bool,
    /// The longest excerpt of a line, in columns of a terminal.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 120 }
    }
}

/// Tells everything that a run has to say.
///
/// `describe` gives the page of a code, in Markdown, where it has one; only SARIF holds pages. Text
/// and GitHub commands are empty where there is nothing to say, the other formats are documents.
#[must_use]
pub fn render(
    diagnostics: &Diagnostics,
    sources: &Sources,
    format: Format,
    style: Style,
    describe: &dyn Fn(Code) -> Option<&'static str>,
) -> String {
    let findings = findings(diagnostics, sources);
    match format {
        Format::Text => text::render(&findings, style),
        Format::Json => json::render(&findings),
        Format::Sarif => sarif::render(&findings, describe),
        Format::Github => github::render(&findings),
        Format::Junit => junit::render(&findings, sources),
    }
}

#[cfg(test)]
mod tests;
