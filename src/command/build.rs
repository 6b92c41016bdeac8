//! `emrgen build`: compile, check, write.

use super::options::{BuildOptions, Color, FilterOptions};
use super::say::{self, Failure};
use super::{Status, input};
use crate::artifact::{Artifact, Kind, Target};
use crate::compile::{Filter, select};
use crate::diagnostic::Diagnostics;
use crate::disk::output::{Changes, Foreign, sync};
use crate::render::artifacts;
use crate::render::tree::Tree;

/// Compiles and writes; nothing is written after an error.
pub fn run(options: &BuildOptions, color: Color) -> Result<Status, Failure> {
    let filter = filter(&options.filter)?;
    let mut outcome = input::compile(&options.spec)?;
    let tree = tree(&outcome.artifacts, &filter, &mut outcome.diagnostics);
    say::diagnostics(&outcome.diagnostics, &outcome.sources, color);
    if outcome.diagnostics.has_errors() {
        return Ok(Status::Findings);
    }
    if options.stdout || options.out.as_os_str() == "-" {
        say::stdout(&stream(&outcome.artifacts, filter));
        return Ok(Status::Clean);
    }
    let foreign = if options.force { Foreign::TakeOver } else { Foreign::Refuse };
    let changes = sync(&options.out, &tree, foreign)?;
    say::stderr(&summary(&changes, &options.out.display().to_string()));
    Ok(Status::Clean)
}

/// What the options ask for.
pub fn filter(options: &FilterOptions) -> Result<Filter, Failure> {
    let target = options
        .target
        .as_deref()
        .and_then(|name| Target::ALL.into_iter().find(|target| target.name() == name));
    let kind = match &options.kind {
        None => None,
        Some(name) => Some(kind(name)?),
    };
    Ok(Filter { target, team: options.team.clone(), kind, name: options.name.clone() })
}

fn kind(name: &str) -> Result<Kind, Failure> {
    let same = |kind: &&Kind| kind.facts().name.eq_ignore_ascii_case(name);
    Kind::ALL.iter().find(same).copied().ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.facts().name).collect();
        Failure::new(
            format!("there is no kind `{name}`"),
            format!("the kinds are {}", names.join(", ")),
        )
    })
}

fn tree(all: &[Artifact], filter: &Filter, diagnostics: &mut Diagnostics) -> Tree {
    let chosen: Vec<Artifact> = select(all, filter).into_iter().cloned().collect();
    artifacts::tree(&chosen, diagnostics)
}

/// One stream: for kubectl unless another target is asked for.
fn stream(all: &[Artifact], mut filter: Filter) -> String {
    if filter.target.is_none() && filter.kind.is_none() {
        filter.target = Some(Target::Kubectl);
    }
    let chosen = select(all, &filter);
    if chosen.iter().all(|artifact| artifact.path.ends_with(".json")) {
        artifacts::json_stream(&chosen)
    } else {
        artifacts::stream(&chosen)
    }
}

fn summary(changes: &Changes, directory: &str) -> String {
    let counts = [
        (changes.added.len(), "added"),
        (changes.changed.len(), "changed"),
        (changes.removed.len(), "removed"),
        (changes.unchanged, "unchanged"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let mut text = format!("wrote {directory}: {}\n", parts.join(", "));
    for path in &changes.overwritten {
        text.push_str(&format!("note: `{path}` had been edited by hand; the edit is gone\n"));
    }
    text
}
