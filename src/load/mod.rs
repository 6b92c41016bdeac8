//! Files that someone else wrote, recognised and taken for what they are.
//!
//! Their documents become the same [`Artifact`]s that the compiler makes, so that the same checks
//! judge both. What is not recognised is counted and left alone.

mod inner;
mod recognise;
mod template;

use serde_json::Value;

use crate::artifact::{Artifact, Body, Kind, Origins};
use crate::diagnostic::Diagnostics;
use crate::parse;
use crate::source::{DocumentId, Route, Sources};

pub use inner::yaml;
pub use recognise::recognise;

/// What was found in files that someone else wrote.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The documents that were recognised, and Kubernetes objects of any kind.
    pub artifacts: Vec<Artifact>,
    /// The name of the file of each document that was not.
    pub unknown: Vec<String>,
    /// The name of each file that is a template still, so that nobody can read it.
    pub templates: Vec<String>,
    /// Documents of `emrgen.io`: a spec, to be compiled rather than judged as it stands.
    pub spec: Vec<DocumentId>,
}

/// Reads one file and adds its documents.
pub fn load(
    sources: &mut Sources,
    name: &str,
    text: &str,
    diagnostics: &mut Diagnostics,
    loaded: &mut Loaded,
) {
    let mut found = Diagnostics::default();
    let documents = if name.ends_with(".json") {
        parse::read_json(sources, name, text, &mut found)
    } else {
        parse::read_yaml(sources, name, text, &mut found)
    };
    if found.has_errors() && template::is_template(text) && !text.contains("emrgen.io/") {
        loaded.templates.push(name.to_owned());
        return;
    }
    diagnostics.extend(found);
    for document in documents {
        let value = sources.document(document).to_value();
        add(name, document, Route::ROOT, value, loaded);
    }
}

/// Adds a document, or each item of a `List`.
fn add(name: &str, document: DocumentId, route: Route, value: Value, loaded: &mut Loaded) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("apiVersion").starts_with("emrgen.io/") {
        loaded.spec.push(document);
        return;
    }
    if text("kind").ends_with("List")
        && let Some(Value::Array(items)) = value.get("items")
    {
        let home = route.then("items");
        for (index, item) in items.iter().enumerate() {
            add(name, document, home.then(index), item.clone(), loaded);
        }
        return;
    }
    match recognise(name, &value) {
        Some(kind) => {
            if kind == Kind::TerraformConfiguration {
                let inner = inner::documents(&value).into_iter();
                loaded.artifacts.extend(inner.filter_map(|found| part(found, name, document)));
            }
            loaded.artifacts.push(artifact(kind, name, document, route, value));
        }
        None => {
            // Some rules judge objects of any kind: that there is such a kind, that names differ.
            if !text("apiVersion").is_empty() && !text("kind").is_empty() {
                let value = value.clone();
                loaded.artifacts.push(artifact(Kind::Object, name, document, route, value));
            }
            loaded.unknown.push(name.to_owned());
        }
    }
}

/// What stands in a Terraform file is judged as if it were a file.
fn part(found: inner::Found, name: &str, document: DocumentId) -> Option<Artifact> {
    let inner::Found { kind, route, value, parts } = found;
    let is_object = || value.get("apiVersion").and_then(Value::as_str).is_some();
    let kind = kind.or_else(|| recognise("", &value)).or(is_object().then_some(Kind::Object))?;
    let mut origins = Origins::inner(document, route);
    parts.into_iter().for_each(|(read, written)| origins.add(read, written));
    Some(Artifact { origins, ..artifact(kind, name, document, Route::ROOT, value) })
}

fn artifact(kind: Kind, name: &str, document: DocumentId, route: Route, value: Value) -> Artifact {
    Artifact {
        kind,
        path: name.to_owned(),
        body: Body::Data(value),
        origins: Origins::mirror(document, route),
        team: None,
        allow: Vec::new(),
    }
}
