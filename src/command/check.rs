//! `emrgen check`: judge a spec or manifests, and write nothing.

use super::Status;
use super::input::{self, Gathered};
use super::options::{CheckOptions, FormatName};
use super::say::{self, Console, Failure};
use crate::artifact::Artifact;
use crate::catalog::{karpenter, kubernetes};
use crate::check::Context;
use crate::compile::{self, Read};
use crate::diagnostic::{Diagnostics, Severity};
use crate::report::Format;
use crate::schema::Targets;
use crate::sizing::Resources;
use crate::source::Sources;

/// Judges everything that the options name.
pub fn run(options: &CheckOptions, console: Console) -> Result<Status, Failure> {
    let gathered = input::gather(&options.spec.paths)?;
    let unknown = gathered.unknown.clone();
    let judged = judge(gathered, options)?;
    let format = format(options.format);
    let told = say::findings(&judged.diagnostics, &judged.sources, format, console.output_style());
    console.print(&told)?;
    console.say(&ignored(&unknown));
    if judged.diagnostics.is_empty() {
        console.say(&format!("checked {}: nothing found\n", count(judged.documents, "document")));
    }
    Ok(status(&judged.diagnostics))
}

struct Judged {
    sources: Sources,
    diagnostics: Diagnostics,
    documents: usize,
}

/// Compiles each spec; one spec alone is judged together with the manifests beside it.
fn judge(gathered: Gathered, options: &CheckOptions) -> Result<Judged, Failure> {
    let Gathered { mut sources, mut diagnostics, specs, artifacts, .. } = gathered;
    let mut others = Some(artifacts);
    let alone = specs.len() == 1;
    let mut documents = 0;
    for (root, ids) in specs {
        let read = Read { sources, documents: ids, diagnostics: Diagnostics::default() };
        let beside = if alone { others.take().unwrap_or_default() } else { Vec::new() };
        let outcome = input::compile_among(read, &root, &options.spec, beside)?;
        sources = outcome.sources;
        diagnostics.extend(outcome.diagnostics);
        documents += outcome.artifacts.len();
    }
    if let Some(artifacts) = others {
        compile::judge(&artifacts, &context(&artifacts), &mut diagnostics);
        documents += artifacts.len();
    }
    Ok(Judged { sources, diagnostics, documents })
}

/// What is known beside manifests: as good as nothing.
fn context(_: &[Artifact]) -> Context {
    let newest = karpenter::RELEASES.last().expect("the catalog has releases");
    Context {
        targets: Targets { karpenter: newest.version, kubernetes: kubernetes::NEWEST },
        stated: false,
        region: None,
        daemon_sets: Resources::default(),
        complete: false,
    }
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
    format!("ignored {documents} of kinds that emrgen does not judge: {}{more}\n", files.join(", "))
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Advice is no finding.
fn status(diagnostics: &Diagnostics) -> Status {
    let finding = diagnostics.iter().any(|one| one.severity > Severity::Note);
    if finding { Status::Findings } else { Status::Clean }
}
