//! The compiler: every phase in order, from texts to a tree of files.

mod context;
mod glob;
mod overlay;
mod select;
mod shape;
mod template;
mod waive;

use std::collections::BTreeMap;

use crate::artifact::Artifact;
use crate::check::{self, Context};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lower;
use crate::model::{Bindings, Platform, Program};
use crate::parse;
use crate::resolve::{self, Inputs};
use crate::source::{DocumentId, Place, Sources};
use crate::spec;

use shape::{INVALID_DOCUMENT, NOT_IN_RELEASE};

pub use context::{context, context_of, targets};
pub use glob::matches as path_matches;
pub use overlay::codes;
pub use select::{Filter, select};
pub use waive::Waivers;

/// A file that a spec refers to is not there.
pub const MISSING_FILE: Code = Code("missing-file");

/// A named text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The path, as shown in diagnostics.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What is compiled.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The texts of the spec.
    pub spec: Vec<Input>,
    /// Texts that are merged over it, in order: `environments/<env>.yaml`.
    pub environment: Vec<Input>,
    /// Single values that are set over both: `("cluster.karpenter", "1.9")`.
    pub set: Vec<(String, String)>,
    /// What `terraform output -json` printed.
    pub bindings: Bindings,
    /// The user's own templates: `templates/**/*.j2`, by their path below `templates/`.
    pub templates: Vec<Input>,
}

/// A spec that has been understood.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// The texts and documents.
    pub sources: Sources,
    /// The platform, if there is one.
    pub platform: Option<Platform>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
    /// The user's own templates.
    pub templates: Vec<Input>,
}

/// What a build comes to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The texts and documents.
    pub sources: Sources,
    /// The platform, if there is one.
    pub platform: Option<Platform>,
    /// Every document; empty after an error in the spec.
    pub artifacts: Vec<Artifact>,
    /// Everything there is to say.
    pub diagnostics: Diagnostics,
}

/// Texts that have been read, and the documents among them that are to be compiled.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// The texts and documents.
    pub sources: Sources,
    /// The documents of the spec.
    pub documents: Vec<DocumentId>,
    /// What was wrong.
    pub diagnostics: Diagnostics,
}

/// Parses and resolves.
#[must_use]
pub fn front(request: Request) -> Front {
    let mut read = Read::default();
    for input in &request.spec {
        let Read { sources, diagnostics, .. } = &mut read;
        let documents = parse::read_yaml(sources, &input.name, &input.text, diagnostics);
        read.documents.extend(documents);
    }
    understand(read, request)
}

/// Resolves documents that have been read, whatever else the run has read.
#[must_use]
pub fn understand(read: Read, request: Request) -> Front {
    let Read { mut sources, documents, mut diagnostics } = read;
    overlay::environment(&mut sources, &documents, &request.environment, &mut diagnostics);
    overlay::set(&mut sources, &documents, &request.set, &mut diagnostics);
    let spec = spec::decode(&mut sources, &documents, &mut diagnostics);
    let inputs = Inputs { bindings: request.bindings };
    let platform = resolve::resolve(&sources, &spec, inputs, &mut diagnostics);
    Front { sources, platform, diagnostics, templates: request.templates }
}

/// The files beside the spec that a platform refers to, each with the place that names it.
#[must_use]
pub fn files(platform: &Platform) -> BTreeMap<String, Place> {
    let mut files = BTreeMap::new();
    for job in platform.teams.iter().flat_map(|team| team.jobs.values()) {
        if let Program::Upload { file, .. } = &job.program {
            files.entry(file.clone()).or_insert_with(|| job.origin.at("entryPoint"));
        }
        let data = job.data.iter().enumerate().filter(|(_, item)| !item.contains("://"));
        for (index, file) in data {
            files.entry(file.clone()).or_insert_with(|| job.origin.then("data").at(index));
        }
    }
    files
}

/// Lowers and checks. `files` holds the text of each of [`files`] that is there.
#[must_use]
pub fn back(front: Front, files: &BTreeMap<String, String>) -> Outcome {
    back_among(front, files, Vec::new())
}

/// Lowers, and checks the result together with documents that someone else wrote.
///
/// [`Outcome::artifacts`] holds the compiled documents first, then the others.
#[must_use]
pub fn back_among(
    front: Front,
    files: &BTreeMap<String, String>,
    others: Vec<Artifact>,
) -> Outcome {
    let Front { mut sources, platform, mut diagnostics, templates } = front;
    let mut artifacts = Vec::new();
    if let Some(platform) = &platform {
        report_missing(platform, files, &mut diagnostics);
        if !diagnostics.has_errors() {
            artifacts = lower::lower(platform, files);
            artifacts.extend(template::render(
                &templates,
                platform,
                &mut sources,
                &mut diagnostics,
            ));
            artifacts.extend(others);
            judge(&artifacts, &context(platform), &mut diagnostics);
        }
    }
    Outcome { sources, platform, artifacts, diagnostics }
}

/// Judges documents by their schemas and by every rule.
pub fn judge(artifacts: &[Artifact], context: &Context, diagnostics: &mut Diagnostics) {
    shape::check(artifacts, context, diagnostics);
    check::check(artifacts, context, diagnostics);
}

fn report_missing(
    platform: &Platform,
    present: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) {
    for (file, place) in files(platform) {
        if !present.contains_key(&file) {
            diagnostics.push(
                Diagnostic::error(MISSING_FILE, format!("there is no file `{file}`"))
                    .at(place)
                    .help("paths are relative to the directory of the spec; a program that lies elsewhere is named `s3://…` or `local:///…`"),
            );
        }
    }
}
