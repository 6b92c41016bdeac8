//! Artifacts to files.

use serde_json::Value;

use super::tree::{Entry, OutputPath, Tree};
use super::{json, yaml};
use crate::artifact::{Artifact, Body, Kind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::parallel;
use crate::source::Route;

/// A name leads to a file that cannot be.
pub const OUTPUT_PATH: Code = Code("output-path");

/// The files of a build.
pub fn tree(artifacts: &[Artifact], diagnostics: &mut Diagnostics) -> Tree {
    let mut tree = Tree::default();
    for (artifact, entry) in artifacts.iter().zip(parallel::map(artifacts, entry)) {
        let result = OutputPath::new(artifact.path.clone())
            .map_err(|error| error.to_string())
            .and_then(|path| tree.insert(path, entry).map_err(|error| error.to_string()));
        if let Err(message) = result {
            diagnostics.push(
                Diagnostic::error(OUTPUT_PATH, message)
                    .at(artifact.place(&Route::ROOT))
                    .help("give what the file is named after another name"),
            );
        }
    }
    tree
}

fn entry(artifact: &Artifact) -> Entry {
    let text = text(artifact);
    if artifact.kind == Kind::Script { Entry::script(text) } else { Entry::text(text) }
}

/// One document as text: JSON where the path says so, YAML for other data, text as it is.
#[must_use]
pub fn text(artifact: &Artifact) -> String {
    match &artifact.body {
        Body::Text(text) => text.clone(),
        Body::Data(value) if artifact.path.ends_with(".json") => json::to_json(value),
        Body::Data(value) => yaml::to_yaml(value),
    }
}

/// Documents as one YAML stream, in the order in which `kubectl apply` can take them.
#[must_use]
pub fn stream(artifacts: &[&Artifact]) -> String {
    let mut ordered: Vec<&&Artifact> = artifacts.iter().collect();
    ordered.sort_by_key(|artifact| artifact.kind.facts().rank);
    let mut text = String::new();
    for artifact in ordered {
        text.push_str("---\n");
        text.push_str(&yaml_text(artifact));
    }
    text
}

fn yaml_text(artifact: &Artifact) -> String {
    match &artifact.body {
        Body::Text(text) => text.clone(),
        Body::Data(value) => yaml::to_yaml(value),
    }
}

/// Documents as one JSON value: the document itself, or a list of several.
#[must_use]
pub fn json_stream(artifacts: &[&Artifact]) -> String {
    let values: Vec<Value> =
        artifacts.iter().filter_map(|artifact| artifact.value().cloned()).collect();
    match values.as_slice() {
        [one] => json::to_json(one),
        _ => json::to_json(&Value::Array(values)),
    }
}
