//! `emrgen explain`: a diagnostic, a field, a kind, an add-on, or a line of the output.

mod line;
mod subject;

use super::Status;
use super::options::ExplainOptions;
use super::say::{Console, Failure};
use crate::explain::{self, chapters};

/// Prints what is known of the subject; without one, the list of diagnostics.
pub fn run(options: &ExplainOptions, console: Console) -> Result<Status, Failure> {
    let Some(subject) = options.subject.as_deref() else {
        console.print(&list())?;
        return Ok(Status::Clean);
    };
    if let Some(text) = subject::text(subject) {
        console.print(&shown(&text, console.output_style().color))?;
        return Ok(Status::Clean);
    }
    match line::parse(subject) {
        Some((file, number)) => line::run(file, number, options, console),
        None => Err(subject::unknown(subject)),
    }
}

/// Every diagnostic, by what it is about.
fn list() -> String {
    let width = explain::pages().map(|page| page.code.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (chapter, summary) in chapters() {
        let pages = explain::pages().filter(|page| page.chapter == chapter);
        let lines = pages.map(|page| format!("  {:width$}  {}\n", page.code, page.summary()));
        let lines: String = lines.collect();
        if !lines.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{chapter}: {summary}\n{lines}"));
        }
    }
    text
}

/// Headings stand out on a terminal.
fn shown(text: &str, color: bool) -> String {
    if !color {
        return text.to_owned();
    }
    let line = |line: &str| match line.strip_prefix('#') {
        Some(_) => format!("\x1b[1m{}\x1b[0m\n", line.trim_end()),
        None => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}
