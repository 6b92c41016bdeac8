//! Text to documents: YAML and JSON as Kubernetes people mean them, every problem at once.
//!
//! [`read_yaml`] follows YAML 1.2 with fewer surprises: only `true` and `false` are booleans, only
//! plain decimals are numbers, a duplicate key is an error, and `<<` merges. [`read_json`] holds
//! JSON to its own, stricter grammar. Both are linear in the text and in what its aliases expand
//! to, which a budget bounds.

mod anchors;
pub mod codes;
mod friendly;
mod json;
mod keys;
mod report;
mod scalar;
mod tree;
mod yaml;

use crate::diagnostic::Diagnostics;
use crate::source::{DocumentId, Node, SourceId, Sources};
use report::Report;

/// How deep lists and maps may nest; later phases may recurse this far.
pub(crate) const DEEPEST: usize = 100;

/// Takes in a YAML text and reads its documents.
///
/// Empty documents are left out, and so are those that have no meaning; the reader says why and
/// goes on with the next.
pub fn read_yaml(
    sources: &mut Sources,
    name: &str,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<DocumentId> {
    read(sources, name, text, diagnostics, yaml::read)
}

/// Takes in a JSON text and reads its one document.
pub fn read_json(
    sources: &mut Sources,
    name: &str,
    text: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<DocumentId> {
    read(sources, name, text, diagnostics, json::read)
}

fn read(
    sources: &mut Sources,
    name: &str,
    text: &str,
    diagnostics: &mut Diagnostics,
    reader: fn(Report<'_>, &str) -> Vec<Node>,
) -> Vec<DocumentId> {
    let source = sources.add(name, text);
    if u32::try_from(text.len()).is_err() {
        diagnostics.push(too_large(source));
        return Vec::new();
    }
    let documents = reader(Report::new(source, diagnostics), text);
    documents.into_iter().map(|document| sources.add_document(document)).collect()
}

fn too_large(source: SourceId) -> crate::diagnostic::Diagnostic {
    crate::diagnostic::Diagnostic::error(codes::SOURCE_TOO_LARGE, "a file may have at most 4 GiB")
        .at(crate::source::Place::File(source))
        .help("split it into several files")
}

#[cfg(test)]
mod tests;
