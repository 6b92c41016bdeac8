//! The user's own templates: rendered with the platform, then judged like everything else.

use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use super::Input;
use crate::artifact::{Artifact, Body, Kind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::{self, Loaded};
use crate::model::Platform;
use crate::source::{Place, SourceId, Sources, Span};

/// A template of the user's cannot be rendered.
pub const BAD_TEMPLATE: Code = Code("bad-template");

/// What a template may name.
#[derive(Serialize)]
struct Context<'a> {
    platform: &'a Platform,
}

/// Renders templates, and reads what they render to.
///
/// A document that emrgen recognises becomes an artifact of its kind; other YAML and JSON, and
/// text, are taken along as they are.
pub fn render(
    templates: &[Input],
    platform: &Platform,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Artifact> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut artifacts = Vec::new();
    for template in templates {
        let source = sources.add(format!("templates/{}", template.name), &template.text);
        let context = Serde(Context { platform });
        match environment.render_named_str(&template.name, &template.text, context) {
            Ok(text) => artifacts.extend(read(template, text, platform, sources, diagnostics)),
            Err(error) => diagnostics.push(report(&error, source, sources)),
        }
    }
    artifacts
}

fn read(
    template: &Input,
    text: String,
    platform: &Platform,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Artifact> {
    let path = template.name.strip_suffix(".j2").unwrap_or(&template.name);
    let is_data = [".yaml", ".yml", ".json"].iter().any(|ending| path.ends_with(ending));
    let mut loaded = Loaded::default();
    if is_data {
        let name = format!("templates/{} (rendered)", template.name);
        load::load(sources, &name, &text, diagnostics, &mut loaded);
        // What stands inside another document is written with it.
        loaded.artifacts.retain(|artifact| !artifact.origins.is_inner());
    }
    if loaded.artifacts.is_empty() || !loaded.unknown.is_empty() {
        return vec![Artifact::text(Kind::Custom, path, text, &platform.origin)];
    }
    let alone = loaded.artifacts.len() == 1;
    for (index, artifact) in loaded.artifacts.iter_mut().enumerate() {
        artifact.path = if alone { path.to_owned() } else { numbered(path, index + 1) };
    }
    loaded.artifacts.retain(|artifact| matches!(artifact.body, Body::Data(_)));
    loaded.artifacts
}

/// `limits.yaml` as `limits-2.yaml`: each document of a template is a file of its own.
fn numbered(path: &str, number: usize) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{path}-{number}"),
    }
}

fn report(error: &minijinja::Error, source: SourceId, sources: &Sources) -> Diagnostic {
    let place = error
        .range()
        .and_then(|range| span(source, range.start, range.end, sources))
        .map_or(Place::File(source), Place::Span);
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    let help = if error.kind() == ErrorKind::UndefinedError {
        "a template may name `platform` and what is in it; `emrgen explain bad-template` lists it"
    } else {
        "see the syntax of minijinja, which is that of Jinja2"
    };
    let message = format!("this template cannot be rendered: {}{detail}", error.kind());
    Diagnostic::error(BAD_TEMPLATE, message).at(place).help(help)
}

fn span(source: SourceId, start: usize, end: usize, sources: &Sources) -> Option<Span> {
    sources.source(source).text.get(start..end)?;
    Some(Span { source, start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
}
