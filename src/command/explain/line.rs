//! What put a line of the output there.

use std::fmt::Write as _;

use crate::artifact::Artifact;
use crate::command::Status;
use crate::command::input::{self, Compiled};
use crate::command::options::{ExplainOptions, SpecOptions};
use crate::command::say::{Console, Failure};
use crate::explain::{Cause, Trace, trace};
use crate::source::{Place, Sources};

/// `FILE:LINE`, also as compilers print it, with a column.
pub fn parse(subject: &str) -> Option<(&str, usize)> {
    let (rest, last) = subject.rsplit_once(':')?;
    let last: usize = last.parse().ok()?;
    match rest.rsplit_once(':') {
        Some((file, line)) if line.parse::<usize>().is_ok() => Some((file, line.parse().ok()?)),
        _ => Some((rest, last)),
    }
}

/// Compiles the spec again and follows the line.
pub fn run(
    file: &str,
    number: usize,
    options: &ExplainOptions,
    console: Console,
) -> Result<Status, Failure> {
    let spec = SpecOptions { paths: options.paths.clone(), over: options.over.clone() };
    let Compiled { outcome, .. } = input::compile(&spec)?;
    if outcome.diagnostics.has_errors() {
        console.diagnostics(&outcome.diagnostics, &outcome.sources);
        return Ok(Status::Findings);
    }
    let artifact = find(&outcome.artifacts, file)?;
    let found = trace(artifact, number, &outcome.sources).ok_or_else(|| {
        Failure::new(
            format!("`{}` has no line {number}", artifact.path),
            "`emrgen build` brings the output up to date",
        )
    })?;
    console.print(&told(artifact, &found, &outcome.sources))?;
    Ok(Status::Clean)
}

/// The document whose path has the longest end in common with the file.
fn find<'a>(artifacts: &'a [Artifact], file: &str) -> Result<&'a Artifact, Failure> {
    let common = |artifact: &Artifact| {
        let pairs = artifact.path.rsplit('/').zip(file.rsplit('/'));
        pairs.take_while(|(one, other)| one == other).count()
    };
    let most = artifacts.iter().map(common).max().unwrap_or(0);
    let mut nearest = artifacts.iter().filter(|one| most > 0 && common(one) == most);
    match (nearest.next(), nearest.next()) {
        (Some(one), None) => Ok(one),
        (Some(one), Some(other)) => Err(Failure::new(
            format!("`{file}` may be `{}` or `{}`", one.path, other.path),
            "give more of the path",
        )),
        (None, _) => Err(Failure::new(
            format!("the spec compiles to no file `{file}`"),
            "`emrgen diff --summary --out DIR` names the files; `--spec PATH` names another spec",
        )),
    }
}

fn told(artifact: &Artifact, found: &Trace, sources: &Sources) -> String {
    let facts = artifact.kind.facts();
    let name = artifact.name().map(|name| format!(" `{name}`")).unwrap_or_default();
    let document = format!("{}{name}", facts.name);
    let part = found.emitted.to_string();
    let mut text = match part.as_str() {
        "" => document,
        part => format!("`{part}` of {document}"),
    };
    let route = match &found.place {
        Place::At { route, .. } => route.to_string(),
        Place::Span(_) | Place::File(_) => String::new(),
    };
    let route = if route.is_empty() { "the document".to_owned() } else { format!("`{route}`") };
    let _ = match found.cause {
        Cause::Said => write!(text, "\nsaid by {route}"),
        Cause::Default => write!(text, "\nthe default of {route}, which the spec leaves out"),
        Cause::Derived => write!(text, "\nfollows from {route} as a whole"),
    };
    text + "\n" + &excerpt(&found.place, sources)
}

/// The line of the spec, as diagnostics show it.
fn excerpt(place: &Place, sources: &Sources) -> String {
    let span = sources.span(place);
    let source = sources.source(span.source);
    let before = &source.text[..span.start as usize];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    let content = source.text.lines().nth(line - 1).unwrap_or_default();
    let margin = " ".repeat(line.to_string().len());
    format!("{margin}--> {}:{line}:{column}\n{margin} |\n{line} | {content}\n", source.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_may_follow() {
        assert_eq!(parse("out/a.yaml:17"), Some(("out/a.yaml", 17)));
        assert_eq!(parse("out/a.yaml:17:3"), Some(("out/a.yaml", 17)));
        assert_eq!(parse("out/a.yaml"), None);
        assert_eq!(parse("a:b"), None);
    }
}
