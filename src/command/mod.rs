//! The command line: one file for each command.
//!
//! Standard output carries only what was asked for; everything else goes to standard error.
//! Exit status 0 is clean, 1 findings or differences, 2 usage, configuration or I/O.

mod build;
mod input;
mod options;
mod say;

use std::process::ExitCode;

use clap::Parser as _;

use self::options::{Cli, Command};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing to report.
    Clean,
    /// Findings or differences.
    Findings,
    /// Usage, configuration or I/O.
    Failure,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => Self::SUCCESS,
            Status::Findings => Self::from(1),
            Status::Failure => Self::from(2),
        }
    }
}

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let result = match cli.command {
        Command::Build(options) => build::run(&options, cli.color),
    };
    match result {
        Ok(status) => status.into(),
        Err(error) => {
            say::failure(&error);
            Status::Failure.into()
        }
    }
}

/// Help and version go to standard output and are fine; everything else is a usage error.
fn usage(error: &clap::Error) -> ExitCode {
    let text = error.render();
    if error.use_stderr() {
        say::stderr(&text.to_string());
        Status::Failure.into()
    } else {
        say::stdout(&text.to_string());
        Status::Clean.into()
    }
}
