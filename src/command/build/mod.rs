//! `emrgen build`: compile, check, write.

mod select;
mod stream;

use std::path::Path;

use super::Status;
use super::input::{self, Compiled};
use super::options::BuildOptions;
use super::say::{Console, Failure};
use crate::disk::output::{Changes, Foreign, sync};

pub use select::{Selection, selected_tree};

/// Compiles and writes; nothing is written after an error.
pub fn run(options: &BuildOptions, console: Console) -> Result<Status, Failure> {
    let selection = Selection::new(&options.filter)?;
    let mut compiled = input::compile(&options.spec)?;
    let to_stdout = options.stdout || options.out.as_os_str() == "-";
    let tree = match (to_stdout, &selection) {
        (false, Some(selection)) => Some(selected_tree(&mut compiled, selection)?),
        _ => None,
    };
    let Compiled { outcome, tree: whole } = &compiled;
    console.diagnostics(&outcome.diagnostics, &outcome.sources);
    if outcome.diagnostics.has_errors() {
        return Ok(Status::Findings);
    }
    if to_stdout {
        let text = stream::stream(&outcome.artifacts, selection.as_ref(), options.format)?;
        console.print(&text)?;
        return Ok(Status::Clean);
    }
    let tree = tree.as_ref().unwrap_or(whole);
    console.progress(&format!("writing {} files to {}\n", tree.len(), options.out.display()));
    let foreign = if options.force { Foreign::TakeOver } else { Foreign::Refuse };
    let changes = sync(&options.out, tree, foreign)?;
    console.say(&summary(&changes, &options.out));
    Ok(Status::Clean)
}

fn summary(changes: &Changes, directory: &Path) -> String {
    let counts = [
        (changes.added.len(), "added"),
        (changes.changed.len(), "changed"),
        (changes.removed.len(), "removed"),
        (changes.unchanged, "unchanged"),
    ];
    let told = counts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = told.map(|(count, word)| format!("{count} {word}")).collect();
    let parts = if parts.is_empty() { "no files".to_owned() } else { parts.join(", ") };
    let mut text = format!("wrote {}: {parts}\n", directory.display());
    for path in &changes.overwritten {
        text.push_str(&format!("note: `{path}` had been edited by hand; the edit is gone\n"));
    }
    text
}
