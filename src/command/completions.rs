//! `emrgen completions`: a completion script for a shell.

use clap::CommandFactory as _;

use super::Status;
use super::options::{Cli, CompletionsOptions};
use super::say::{Console, Failure};

/// Prints the script.
pub fn run(options: &CompletionsOptions, console: Console) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "emrgen", &mut script);
    console.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Clean)
}
