//! All diagnostics as a table for people, `docs/diagnostics.md`.

use std::fmt::Write as _;

use super::{Page, pages};
use crate::check::rules::FAMILIES;

/// What each chapter that is no family of rules is about.
const CHAPTERS: [(&str, &str); 5] = [
    ("text", "a file cannot be read as YAML or JSON"),
    ("spec", "a spec has not the shape that the language asks for"),
    ("meaning", "a spec cannot mean anything"),
    ("documents", "a document would be refused by the system it is for"),
    ("allow", "an `allow` does nothing"),
];

/// What codes are about, in order: the phases, then the families of rules.
pub fn chapters() -> impl Iterator<Item = (&'static str, &'static str)> {
    let families = FAMILIES.iter().map(|family| (family.name, family.summary));
    CHAPTERS.into_iter().chain(families)
}

/// The table of all diagnostics, in Markdown.
#[must_use]
pub fn table() -> String {
    let mut text = String::from(
        "# Diagnostics\n\n\
         Written by `EMRGEN_BLESS=1 cargo test --test suite pages`.\n\
         `emrgen explain CODE` prints the page of one: why it hurts, an example that fails, one \
         that passes.\n",
    );
    for (chapter, summary) in chapters() {
        let _ = write!(text, "\n## {chapter}: {summary}\n\n| code | severity | meaning |\n");
        text.push_str("| --- | --- | --- |\n");
        for page in pages().filter(|page| page.chapter == chapter) {
            text.push_str(&row(&page));
        }
    }
    text
}

/// The rules by family, in Markdown, for a page at the project's top.
#[must_use]
pub fn rules() -> String {
    let mut text = String::from(
        "| family | what holds where none of them is broken | rules |\n| --- | --- | --- |\n",
    );
    for family in FAMILIES {
        let of = pages().filter(|page| page.rule && page.chapter == family.name);
        let slugs: Vec<&str> = of.map(|page| page.code).collect();
        let title = format!("{}: {}", family.name, family.summary);
        let link = format!("[{}](docs/diagnostics.md#{})", family.name, anchor(&title));
        let _ = writeln!(text, "| {link} | {} | {} |", family.summary, slugs.join(", "));
    }
    text
}

/// What a heading is called in a link to it.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn row(page: &Page) -> String {
    let summary = page.summary().trim_end_matches('.').replace('|', "\\|");
    format!("| [`{}`](../{}) | {} | {summary} |\n", page.code, page.file(), page.severity)
}
