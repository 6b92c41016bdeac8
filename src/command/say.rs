//! What commands print.

use crate::disk::{self, DiskError};

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
