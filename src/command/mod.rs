//! The command line: one file for each command.
//!
//! Standard output carries only what was asked for; everything else goes to standard error.
//! Exit status 0 is clean, 1 findings or differences, 2 usage, configuration or I/O.

mod build;
mod check;
mod completions;
mod diff;
mod explain;
mod fit;
mod init;
mod input;
mod man;
mod options;
mod say;
mod schema;
mod version;

use std::process::ExitCode;

use clap::Parser as _;

use self::options::{Cli, Command};
use self::say::{Console, Failure};
use crate::report;

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
        Err(error) => return usage(&error).into(),
    };
    let console = Console::new(cli.color, cli.quiet);
    match dispatch(&cli.command, console) {
        Ok(status) => status.into(),
        Err(failure) => {
            failure.print();
            Status::Failure.into()
        }
    }
}

fn dispatch(command: &Command, console: Console) -> Result<Status, Failure> {
    match command {
        Command::Build(options) => build::run(options, console),
        Command::Check(options) => check::run(options, console),
        Command::Diff(options) => diff::run(options, console),
        Command::Init(options) => init::run(options, console),
        Command::Explain(options) => explain::run(options, console),
        Command::Schema(options) => schema::run(options, console),
        Command::Completions(options) => completions::run(options, console),
        Command::Man(options) => man::run(options, console),
        Command::Version(options) => version::run(options, console),
        Command::Fit(options) => fit::run(options, console),
    }
}

/// Help and version go to standard output and are fine; everything else is a usage error.
fn usage(error: &clap::Error) -> Status {
    let colored = |style: report::Style| {
        let text = error.render();
        if style.color { text.ansi().to_string() } else { text.to_string() }
    };
    // The arguments could not be read, so neither could `--color`.
    let console = Console::new(options::Color::Auto, false);
    if error.use_stderr() {
        say::warn(&colored(console.error_style()));
        return Status::Failure;
    }
    match console.print(&colored(console.output_style())) {
        Ok(()) => Status::Clean,
        Err(failure) => {
            failure.print();
            Status::Failure
        }
    }
}
