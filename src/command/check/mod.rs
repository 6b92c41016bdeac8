//! `emrgen check`: judge a spec or manifests, and write nothing.

mod settings;

use std::path::PathBuf;

use self::settings::Config;
use super::Status;
use super::input::{self, Gathered};
use super::options::{CheckOptions, FormatName};
use super::say::{self, Console, Failure};
use crate::check::{self, Bundle};
use crate::compile::{self, Read};
use crate::diagnostic::{Diagnostics, Severity};
use crate::report::Format;
use crate::source::Sources;

/// Judges everything that the options name.
pub fn run(options: &CheckOptions, console: Console) -> Result<Status, Failure> {
    let mut gathered = Gathered::default();
    let Gathered { sources, diagnostics, .. } = &mut gathered;
    let config = Config::read(options, sources, diagnostics)?;
    if diagnostics.has_errors() {
        tell(options, console, diagnostics, sources)?;
        return Ok(Status::Failure);
    }
    let paths = &options.spec.paths;
    gathered.gather(paths, &|path| config.ignores(path))?;
    let unknown = gathered.unknown.clone();
    let templates = std::mem::take(&mut gathered.templates);
    let judged = judge(gathered, options, &config)?;
    tell(options, console, &judged.diagnostics, &judged.sources)?;
    console.say(&ignored(&unknown));
    for question in judged.unjudged.iter().chain(&unrendered(&templates)) {
        console.say(&format!("not judged: {question}\n"));
    }
    if judged.diagnostics.is_empty() {
        let documents = count(judged.documents.saturating_sub(unknown.len()), "document");
        console.say(&format!("checked {documents}: nothing found\n"));
    }
    Ok(status(&judged.diagnostics))
}

fn tell(
    options: &CheckOptions,
    console: Console,
    diagnostics: &Diagnostics,
    sources: &Sources,
) -> Result<(), Failure> {
    let format = format(options.format);
    console.print(&say::findings(diagnostics, sources, format, console.output_style()))
}

struct Judged {
    sources: Sources,
    diagnostics: Diagnostics,
    documents: usize,
    /// What the documents leave open.
    unjudged: Vec<String>,
}

/// Compiles each spec; one spec alone is judged together with the manifests beside it.
fn judge(gathered: Gathered, options: &CheckOptions, config: &Config) -> Result<Judged, Failure> {
    let Gathered { mut sources, mut diagnostics, specs, artifacts, foreign, .. } = gathered;
    let mut waivers = config.waivers(&options.spec.paths, &mut diagnostics);
    for id in foreign.keys() {
        waivers.read_comments(&sources, *id, &mut diagnostics);
    }
    let mut others = Some(artifacts);
    let alone = specs.len() == 1;
    let (mut documents, mut unjudged) = (0, Vec::new());
    for (root, spec) in specs {
        let read = Read { sources, documents: spec.documents, diagnostics: spec.diagnostics };
        let beside = if alone { others.take().unwrap_or_default() } else { Vec::new() };
        let outcome = input::compile_among(read, &root, &options.spec.over, beside)?;
        sources = outcome.sources;
        diagnostics.extend(outcome.diagnostics);
        documents += outcome.artifacts.len();
    }
    if let Some(artifacts) = others {
        let context = compile::context_of(&config.settings);
        compile::judge(&artifacts, &context, &mut diagnostics);
        unjudged = check::unjudged(&Bundle::new(&artifacts, &context));
        documents += artifacts.len();
    }
    let name = |path: &PathBuf| config.relative(path).unwrap_or_default();
    let names = foreign.iter().map(|(id, path)| (*id, name(path))).collect();
    let diagnostics = waivers.apply(&sources, &names, diagnostics);
    Ok(Judged { sources, diagnostics, documents, unjudged })
}

fn format(name: FormatName) -> Format {
    match name {
        FormatName::Text => Format::Text,
        FormatName::Json => Format::Json,
        FormatName::Sarif => Format::Sarif,
        FormatName::Github => Format::Github,
        FormatName::Junit => Format::Junit,
    }
}

/// How many documents of a mixed bundle are none of emrgen's business.
fn ignored(unknown: &[String]) -> String {
    if unknown.is_empty() {
        return String::new();
    }
    let mut files = unknown.to_vec();
    files.dedup();
    let more = if files.len() > 3 { ", …" } else { "" };
    files.truncate(3);
    let documents = count(unknown.len(), "document");
    let files = files.join(", ");
    format!("ignored {documents} of kinds that emrgen does not judge: {files}{more}\n")
}

/// What to do about files that are no documents yet.
fn unrendered(templates: &[String]) -> Option<String> {
    let (first, rest) = templates.split_first()?;
    let what = match rest.len() {
        0 => format!("{first} renders"),
        others => format!("{first} and {others} more render"),
    };
    Some(format!("what {what} to: check that, as in `helm template . | emrgen check -`"))
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Advice is no finding.
fn status(diagnostics: &Diagnostics) -> Status {
    let finding = diagnostics.iter().any(|one| one.severity > Severity::Note);
    if finding { Status::Findings } else { Status::Clean }
}
