//! What commands print, and where.

use std::io::IsTerminal as _;

use anstream::{AutoStream, ColorChoice};

use super::options::Color;
use crate::diagnostic::{Code, Diagnostics};
use crate::disk::{self, DiskError};
use crate::explain;
use crate::report::{self, Format, Style};
use crate::source::Sources;

/// Where a command prints: standard output for what was asked for, standard error for the rest.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    color: Color,
    quiet: bool,
}

impl Console {
    /// A console that colours when asked to, and says only what is wrong if `quiet`.
    pub fn new(color: Color, quiet: bool) -> Self {
        Self { color, quiet }
    }

    /// Prints what was asked for; a closed pipe is the reader's choice, not a failure.
    pub fn print(self, text: &str) -> Result<(), Failure> {
        Ok(disk::write_stdout(text)?)
    }

    /// Says on standard error what a user may want to know.
    pub fn say(self, text: &str) {
        if !self.quiet {
            warn(text);
        }
    }

    /// Says that long work has begun, to someone who watches.
    pub fn progress(self, text: &str) {
        if std::io::stderr().is_terminal() {
            self.say(text);
        }
    }

    /// How text on standard output looks.
    pub fn output_style(self) -> Style {
        self.style(|| AutoStream::choice(&std::io::stdout()))
    }

    /// How text on standard error looks.
    pub fn error_style(self) -> Style {
        self.style(|| AutoStream::choice(&std::io::stderr()))
    }

    /// `auto` heeds `NO_COLOR`, `CLICOLOR_FORCE`, and what is no terminal.
    fn style(self, choice: impl Fn() -> ColorChoice) -> Style {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => choice() != ColorChoice::Never,
        };
        Style { color, ..Style::default() }
    }

    /// Says on standard error what a run found.
    pub fn diagnostics(self, diagnostics: &Diagnostics, sources: &Sources) {
        warn(&findings(diagnostics, sources, Format::Text, self.error_style()));
    }
}

/// What a run found, in one of the formats.
pub fn findings(
    diagnostics: &Diagnostics,
    sources: &Sources,
    format: Format,
    style: Style,
) -> String {
    let page = |code: Code| explain::page(code.0).map(|page| page.text);
    report::render(diagnostics, sources, format, style, &page)
}

/// Prints to standard error, come what may.
pub fn warn(text: &str) {
    // Where standard error itself fails there is nowhere left to say so.
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

    /// Prints it.
    pub fn print(&self) {
        let help = self.help.as_ref().map(|help| format!("help: {help}\n")).unwrap_or_default();
        warn(&format!("error: {}\n{help}", self.message));
    }
}

impl From<DiskError> for Failure {
    fn from(error: DiskError) -> Self {
        Self { message: error.to_string(), help: error.help() }
    }
}
