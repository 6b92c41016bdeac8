//! Every diagnostic has a page, and every page runs.
//!
//! A page holds, under `## Fails`, files and exactly what `emrgen check` prints about them, and
//! under `## Passes` files about which it has nothing to say. A fenced block is a file when a name
//! stands behind its language (` ```yaml emrgen.yaml `), arguments when it is called `options`, and
//! the output when it is called `text`.
//! `EMRGEN_BLESS=1 cargo test --test suite pages` writes the output of the failing examples, and
//! `docs/diagnostics.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use emrgen::explain::{self, Page};
use walkdir::WalkDir;

use crate::support::{bless, emrgen, project, unified};

/// Codes that no example can raise, each with the reason.
const NOT_SHOWN: [(&str, &str); 1] =
    [("source-too-large", "the command line refuses a text of 256 MiB long before 4 GiB")];

const ACCEPT: &str = "to accept it: EMRGEN_BLESS=1 cargo test --test suite pages";

#[test]
fn pages_are_those_of_the_codes_in_the_source() {
    let codes: BTreeSet<String> = codes().into_keys().collect();
    let pages: Vec<String> = explain::pages().map(|page| page.code.to_owned()).collect();
    let known: BTreeSet<String> = pages.iter().cloned().collect();
    assert_eq!(pages.len(), known.len(), "a code has two pages");
    let without: Vec<_> = codes.difference(&known).collect();
    let dead: Vec<_> = known.difference(&codes).collect();
    assert!(without.is_empty(), "no page: {without:?}; see src/explain/registry.rs");
    assert!(dead.is_empty(), "pages of codes that nothing raises: {dead:?}");
}

#[test]
fn no_page_is_left_behind() {
    let known: BTreeSet<String> = explain::pages().map(|page| page.file()).collect();
    for home in ["src/check/rules", "src/explain/pages"] {
        for entry in WalkDir::new(project().join(home)).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            let name = path.strip_prefix(project()).unwrap().to_str().unwrap();
            let is_page = path.extension().is_some_and(|end| end == "md");
            assert!(!is_page || known.contains(name), "{name} is the page of nothing");
        }
    }
}

#[test]
fn codes_are_slugs_and_are_declared_once() {
    for (code, places) in codes() {
        let slug = code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(slug && !code.starts_with('-') && !code.ends_with('-'), "{code} is no slug");
        assert_eq!(places.len(), 1, "{code} is declared in {places:?}");
    }
}

#[test]
fn the_table_of_diagnostics_is_current() {
    crate::support::current("docs/diagnostics.md", &explain::table(), ACCEPT);
}

#[test]
fn pages_run() {
    let pages: Vec<Page> = explain::pages().collect();
    let (left, right) = pages.split_at(pages.len() / 2);
    let judged = |pages: &[Page]| pages.iter().filter_map(|page| judge(page).err()).collect();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| judged(right));
        let mut failures: Vec<String> = judged(left);
        failures.extend(other.join().unwrap());
        failures
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Every `Code("…")` of the source, with the files that declare it.
fn codes() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in WalkDir::new(project().join("src")).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.strip_prefix(project()).unwrap().display().to_string();
        if shown.contains("tests") {
            continue;
        }
        // What follows the tests' attribute may make up codes.
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for rest in code.flat_map(|line| line.split("Code(\"").skip(1)) {
            let slug = rest.split('"').next().unwrap().to_owned();
            found.entry(slug).or_default().push(shown.clone());
        }
    }
    found
}

fn judge(page: &Page) -> Result<(), String> {
    let fault = |what: &str| format!("{}: {what}", page.file());
    let path = project().join(page.file());
    let text = fs::read_to_string(&path).map_err(|error| fault(&error.to_string()))?;
    if !text.starts_with(&format!("# {}\n\n", page.code)) {
        return Err(fault(&format!("does not begin with `# {}`", page.code)));
    }
    if !page.summary().ends_with('.') || page.summary().starts_with('#') {
        return Err(fault("has no sentence below its title"));
    }
    let classes = text.lines().position(|line| line.starts_with("Classes: "));
    let lines = text.lines().filter(|line| line.starts_with("Classes: ")).count();
    if lines > 1 || classes.is_some_and(|at| at != 4) {
        return Err(fault("does not name its classes on its fifth line, once"));
    }
    let Some((why, examples)) = text.split_once("\n## Fails\n") else {
        let excused = NOT_SHOWN.iter().any(|(code, _)| *code == page.code);
        return if excused { Ok(()) } else { Err(fault("has no `## Fails`")) };
    };
    if !why.contains("\n## Why it hurts\n") {
        return Err(fault("has no `## Why it hurts`"));
    }
    let passing = examples.split_once("\n## Passes\n");
    let (fails, passes) = passing.ok_or_else(|| fault("has no `## Passes`"))?;
    fails_as_shown(page, fails)?;
    let (_, said) = check(&blocks(passes));
    let same = format!("[{}]: ", page.code);
    if said.lines().any(|line| line.contains(&same) || line.starts_with("error")) {
        return Err(fault(&format!("the passing example does not pass; it says:\n{said}")));
    }
    Ok(())
}

fn fails_as_shown(page: &Page, fails: &str) -> Result<(), String> {
    let fault = |what: &str| format!("{}: {what}", page.file());
    let blocks = blocks(fails);
    let (status, said) = check(&blocks);
    let title = format!("[{}]: ", page.code);
    let Some(line) = said.lines().find(|line| line.contains(&title)) else {
        return Err(fault(&format!("the failing example does not say `{title}`, but:\n{said}")));
    };
    // Advice alone is no finding.
    let expected = i32::from(!line.starts_with("note") || said.contains("warning["));
    assert_eq!(status, expected, "{}", page.file());
    let expected = blocks.iter().find(|block| block.name == "text");
    let expected = &expected.ok_or_else(|| fault("has no ```text block under `## Fails`"))?.text;
    if *expected == said {
        return Ok(());
    }
    if !bless() {
        return Err(format!("{}\n{ACCEPT}", unified(&page.file(), expected, &said)));
    }
    let path = project().join(page.file());
    let text = fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once("\n## Fails\n").unwrap();
    let old = format!("```text\n{expected}```");
    let after = after.replacen(&old, &format!("```text\n{said}```"), 1);
    fs::write(path, format!("{before}\n## Fails\n{after}")).unwrap();
    Ok(())
}

struct Block {
    name: String,
    text: String,
}

/// The fenced blocks of a text.
fn blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let name = info.rsplit(' ').next().unwrap_or_default().to_owned();
        let text = body.iter().map(|line| format!("{line}\n")).collect();
        found.push(Block { name, text });
    }
    found
}

/// The exit status of `emrgen check` on the files, and what it prints.
fn check(blocks: &[Block]) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let mut arguments: Vec<String> = Vec::new();
    for block in blocks.iter().filter(|block| block.name != "text") {
        if block.name == "options" {
            arguments.extend(block.text.split_whitespace().map(str::to_owned));
            continue;
        }
        let path = directory.path().join(&block.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &block.text).unwrap();
        let is_document = [".yaml", ".json"].iter().any(|end| block.name.ends_with(end));
        // Settings and environments are found by their names.
        if is_document && !block.name.starts_with('.') && !block.name.starts_with("environments/") {
            arguments.push(block.name.clone());
        }
    }
    let run = emrgen().current_dir(directory.path()).arg("check").args(&arguments).output();
    let run = run.unwrap();
    let errors = String::from_utf8(run.stderr).unwrap();
    let status = run.status.code().unwrap();
    assert!(status < 2, "{arguments:?}: {errors}");
    (status, String::from_utf8(run.stdout).unwrap())
}
