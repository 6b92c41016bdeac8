//! Environments and single values laid over a spec before it is decoded.

use indexmap::IndexMap;

use super::Input;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parse;
use crate::source::{Content, DocumentId, Entry, Node, Place, Route, Sources};

/// Codes of diagnostics about environments and `--set`.
pub mod codes {
    use crate::diagnostic::Code;

    /// An environment overrides a document that the spec does not have.
    pub const UNKNOWN_DOCUMENT: Code = Code("unknown-document");
    /// A `--set` that is not `path=value`.
    pub const BAD_SET: Code = Code("bad-set");
}

/// Merges each document of the environment over the spec's document of its kind and name.
pub fn environment(
    sources: &mut Sources,
    documents: &[DocumentId],
    inputs: &[Input],
    diagnostics: &mut Diagnostics,
) {
    for input in inputs {
        for id in parse::read_yaml(sources, &input.name, &input.text, diagnostics) {
            let overlay = sources.document(id).clone();
            match documents.iter().find(|document| matches(sources.document(**document), &overlay))
            {
                Some(document) => sources.document_mut(*document).merge(overlay),
                None => diagnostics.push(unknown(id, &overlay)),
            }
        }
    }
}

/// A platform is meant by its kind alone, a team by its kind and name.
fn matches(document: &Node, overlay: &Node) -> bool {
    let text = |node: &Node, key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
    let kind = text(overlay, "kind").unwrap_or_else(|| "Platform".to_owned());
    text(document, "kind").as_deref() == Some(&kind)
        && (kind == "Platform" || text(document, "name") == text(overlay, "name"))
}

fn unknown(id: DocumentId, overlay: &Node) -> Diagnostic {
    let kind = overlay.get("kind").and_then(Node::as_str).unwrap_or("Platform");
    let name = overlay.get("name").and_then(Node::as_str).unwrap_or("");
    Diagnostic::error(
        codes::UNKNOWN_DOCUMENT,
        format!("the environment overrides {kind} `{name}`, which the spec does not have"),
    )
    .at(Place::value(id, Route::ROOT))
    .help("an environment names the `kind` and, for a team, the `name` of what it overrides")
}

/// Sets single values: `cluster.karpenter=1.9`, `teams.ads.jobs.etl.pool=gpu`.
pub fn set(
    sources: &mut Sources,
    documents: &[DocumentId],
    values: &[(String, String)],
    diagnostics: &mut Diagnostics,
) {
    for (path, value) in values {
        let name = format!("--set {path}={value}");
        let read = parse::read_yaml(sources, &name, value, diagnostics);
        let node = read.first().map(|id| sources.document(*id).clone());
        let keys: Vec<&str> = path.split('.').collect();
        let (document, keys) = match keys.as_slice() {
            ["teams", team, rest @ ..] => (find(sources, documents, "Team", Some(team)), rest),
            keys => (find(sources, documents, "Platform", None), keys),
        };
        match (document, node) {
            (Some(document), Some(node)) if !keys.is_empty() => {
                let overlay = nest(keys, node);
                sources.document_mut(document).merge(overlay);
            }
            _ => diagnostics.push(
                Diagnostic::error(codes::BAD_SET, format!("`--set {path}={value}` sets nothing"))
                    .help("write `--set PATH=VALUE`, for instance `--set cluster.karpenter=1.9` or `--set teams.ads.jobs.etl.pool=gpu`"),
            ),
        }
    }
}

fn find(
    sources: &Sources,
    documents: &[DocumentId],
    kind: &str,
    name: Option<&&str>,
) -> Option<DocumentId> {
    documents.iter().copied().find(|id| {
        let text = |key: &str| sources.document(*id).get(key).and_then(Node::as_str);
        text("kind") == Some(kind) && name.is_none_or(|name| text("name") == Some(name))
    })
}

/// The value inside one mapping for each key.
fn nest(keys: &[&str], value: Node) -> Node {
    keys.iter().rev().fold(value, |inner, key| {
        let span = inner.span;
        let entry = Entry { key: span, value: inner };
        let map = IndexMap::from([((*key).to_owned(), entry)]);
        Node { content: Content::Mapping(map), span }
    })
}
