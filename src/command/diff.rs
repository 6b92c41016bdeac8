//! `emrgen diff`: what a build would change.

use std::path::Path;

use similar::TextDiff;

use super::Status;
use super::build::{Selection, selected_tree};
use super::input::{self, Compiled};
use super::options::DiffOptions;
use super::say::{Console, Failure};
use crate::disk::output::{Difference, compare};

const BOLD: &str = "1";
const RED: &str = "31";
const GREEN: &str = "32";
const CYAN: &str = "36";

/// Compiles, and compares with what is on the disk; nothing is shown after an error.
pub fn run(options: &DiffOptions, console: Console) -> Result<Status, Failure> {
    let selection = Selection::new(&options.filter)?;
    let mut compiled = input::compile(&options.spec)?;
    let selected = match &selection {
        Some(selection) => Some(selected_tree(&mut compiled, selection)?),
        None => None,
    };
    let Compiled { outcome, tree } = &compiled;
    console.diagnostics(&outcome.diagnostics, &outcome.sources);
    if outcome.diagnostics.has_errors() {
        return Ok(Status::Findings);
    }
    let differences = compare(&options.out, selected.as_ref().unwrap_or(tree))?;
    let color = console.output_style().color;
    for difference in &differences {
        console.print(&shown(difference, options, color))?;
    }
    console.say(&summary(&differences, &options.out));
    Ok(if differences.is_empty() { Status::Clean } else { Status::Findings })
}

fn shown(difference: &Difference, options: &DiffOptions, color: bool) -> String {
    let path = options.out.join(&difference.path).display().to_string();
    let (sign, paint) = match (&difference.old, &difference.new) {
        (None, _) => ("+", GREEN),
        (_, None) => ("-", RED),
        (Some(_), Some(_)) => ("~", CYAN),
    };
    if options.summary {
        return painted(&format!("{sign} {path}"), paint, color) + "\n";
    }
    let (old, new) = (&difference.old, &difference.new);
    if old == new {
        return painted(&format!("{sign} {path}: the right to run it"), paint, color) + "\n";
    }
    let name = |text: &Option<String>| match text {
        Some(_) => path.clone(),
        None => "/dev/null".to_owned(),
    };
    let (before, after) = (name(old), name(new));
    let diff = TextDiff::from_lines(old.as_deref().unwrap_or(""), new.as_deref().unwrap_or(""))
        .unified_diff()
        .context_radius(options.unified)
        .header(&before, &after)
        .to_string();
    if !color {
        return diff;
    }
    diff.split_inclusive('\n').enumerate().map(|(at, line)| colored(line, at)).collect()
}

/// A line of a unified diff; the first two are its header.
fn colored(line: &str, at: usize) -> String {
    let paint = match line.as_bytes().first() {
        _ if at < 2 => BOLD,
        Some(b'+') => GREEN,
        Some(b'-') => RED,
        Some(b'@') => CYAN,
        Some(_) | None => return visible(line),
    };
    let text = line.strip_suffix('\n').unwrap_or(line);
    let end = if text.len() < line.len() { "\n" } else { "" };
    painted(&visible(text), paint, true) + end
}

/// A text that cannot steer a terminal.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() && !"\n\t".contains(c) { '\u{fffd}' } else { c })
        .collect()
}

fn painted(text: &str, paint: &str, color: bool) -> String {
    if color { format!("\x1b[{paint}m{text}\x1b[0m") } else { text.to_owned() }
}

fn summary(differences: &[Difference], directory: &Path) -> String {
    let directory = directory.display();
    if differences.is_empty() {
        return format!("a build would change nothing in {directory}\n");
    }
    let added = differences.iter().filter(|one| one.old.is_none()).count();
    let removed = differences.iter().filter(|one| one.new.is_none()).count();
    let changed = differences.len() - added - removed;
    let counts = [(added, "add"), (changed, "change"), (removed, "remove")];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, verb)| format!("{verb} {count}"))
        .collect();
    let mut text = format!("a build would {} in {directory}\n", parts.join(", "));
    for one in differences.iter().filter(|one| one.foreign) {
        text.push_str(&format!(
            "note: emrgen did not write `{}`; a build needs `--force` to overwrite it\n",
            one.path
        ));
    }
    text
}
