//! What the readers promise.

mod json;
mod limits;
mod properties;
mod slips;
mod spans;
mod values;

use serde_json::Value;

use super::*;

type Read = fn(&mut Sources, &str, &str, &mut Diagnostics) -> Vec<DocumentId>;

/// What came of a text: its documents, and what was said, a line for each.
struct Outcome {
    sources: Sources,
    documents: Vec<DocumentId>,
    said: Vec<String>,
}

impl Outcome {
    fn values(&self) -> Vec<Value> {
        self.documents.iter().map(|id| self.sources.document(*id).to_value()).collect()
    }
}

fn outcome(read: Read, text: &str) -> Outcome {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let documents = read(&mut sources, "spec", text, &mut diagnostics);
    let said = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.place.as_ref().unwrap();
            let at = sources.text(sources.span(place));
            let help = diagnostic.help.as_deref().unwrap_or_default();
            format!("[{}] {} at {at:?}: {help}", diagnostic.code, diagnostic.message)
        })
        .collect();
    Outcome { sources, documents, said }
}

/// The documents of a text that has nothing wrong.
fn values(text: &str) -> Vec<Value> {
    let outcome = outcome(read_yaml, text);
    assert_eq!(outcome.said, Vec::<String>::new(), "{text}");
    outcome.values()
}

/// The one document of a text that has nothing wrong.
fn value(text: &str) -> Value {
    let mut values = values(text);
    assert_eq!(values.len(), 1, "{text}");
    values.remove(0)
}

/// What is said of a text.
fn said(text: &str) -> Vec<String> {
    outcome(read_yaml, text).said
}
