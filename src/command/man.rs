//! `emrgen man`: manual pages.

use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use super::Status;
use super::options::{Cli, ManOptions};
use super::say::{Console, Failure};
use crate::disk::{Existing, write_files};
use crate::render::tree::{Entry, OutputPath, Tree};

/// Prints the page of `emrgen`, or writes one for each command.
pub fn run(options: &ManOptions, console: Console) -> Result<Status, Failure> {
    let mut command = Cli::command();
    command.build();
    match &options.out {
        None => console.print(&page(&command)?)?,
        Some(directory) => write(&command, directory, console)?,
    }
    Ok(Status::Clean)
}

fn write(command: &Command, directory: &Path, console: Console) -> Result<(), Failure> {
    let mut tree = Tree::default();
    let own = command.get_subcommands().filter(|one| one.get_name() != "help");
    for one in std::iter::once(command).chain(own) {
        let name = one.get_display_name().unwrap_or(one.get_name()).replace(' ', "-");
        let path = OutputPath::new(format!("{name}.1")).expect("commands have plain names");
        tree.insert(path, Entry::text(page(one)?)).expect("commands have different names");
    }
    write_files(directory, &tree, Existing::Replace)?;
    console.say(&format!("wrote {} pages to {}\n", tree.len(), directory.display()));
    Ok(())
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    Man::new(command.clone())
        .render(&mut text)
        .map_err(|error| Failure::new(format!("cannot render the manual: {error}"), "report it"))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
