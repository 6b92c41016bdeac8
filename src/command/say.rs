//! What commands print.

use super::options::Color;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::disk::{self, DiskError};
use crate::source::Sources;

/// Prints what was asked for; a closed pipe is the reader's choice, not a failure.
pub fn stdout(text: &str) {
    let _ = disk::write_stdout(text);
}

/// Prints everything else.
pub fn stderr(text: &str) {
    let _ = disk::write_stderr(text);
}

/// Why a command could not do its work.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What is wrong.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
}

impl Failure {
    /// A failure with a next step.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}

/// Prints a failure.
pub fn failure(failure: &Failure) {
    let help = failure.help.as_ref().map(|help| format!("help: {help}\n")).unwrap_or_default();
    stderr(&format!("error: {}\n{help}", failure.message));
}

/// Prints what a run has to say.
pub fn diagnostics(diagnostics: &Diagnostics, sources: &Sources, _color: Color) {
    for diagnostic in diagnostics.iter() {
        stderr(&plain(diagnostic, sources));
    }
}

fn plain(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let mut text =
        format!("{}[{}]: {}\n", diagnostic.severity, diagnostic.code, diagnostic.message);
    if let Some(place) = &diagnostic.place {
        let span = sources.span(place);
        let source = sources.source(span.source);
        let before = &source.text[..span.start as usize];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        text.push_str(&format!(" --> {}:{line}:{column}\n", source.name));
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("help: {help}\n"));
    }
    text.push('\n');
    text
}
