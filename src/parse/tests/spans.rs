//! Places: every value and key points at exactly its text.

use super::outcome;
use crate::parse::{read_json, read_yaml};
use crate::source::{Content, Node, Place, Sources};

/// Every key and value in reading order, as its text in the source.
fn texts(node: &Node, sources: &Sources, texts: &mut Vec<String>) {
    texts.push(sources.text(node.span).to_owned());
    match &node.content {
        Content::Sequence(items) => items.iter().for_each(|item| self::texts(item, sources, texts)),
        Content::Mapping(entries) => entries.values().for_each(|entry| {
            texts.push(format!("{}:", sources.text(entry.key)));
            self::texts(&entry.value, sources, texts);
        }),
        Content::Null | Content::Bool(_) | Content::Number(_) | Content::String(_) => {}
    }
}

fn texts_of(read: super::Read, text: &str) -> Vec<String> {
    let outcome = outcome(read, text);
    assert_eq!(outcome.said, Vec::<String>::new());
    let mut found = Vec::new();
    texts(outcome.sources.document(outcome.documents[0]), &outcome.sources, &mut found);
    found
}

#[test]
fn yaml_values_and_keys() {
    let text = "é: \"日本\" # c\npools:\n  - [etl, 'g']\n  - {a: 1, b}\n";
    assert_eq!(
        texts_of(read_yaml, text),
        [
            text.trim_end(),
            "é:",
            "\"日本\"",
            "pools:",
            "- [etl, 'g']\n  - {a: 1, b}",
            "[etl, 'g']",
            "etl",
            "'g'",
            "{a: 1, b}",
            "a:",
            "1",
            "b:",
            "",
        ]
    );
}

#[test]
fn blocks_end_where_their_text_ends() {
    assert_eq!(
        texts_of(read_yaml, "a: |\n  x\n  y\n\nb:\n  c: >-\n    z\n\nd:\n"),
        [
            "a: |\n  x\n  y\n\nb:\n  c: >-\n    z\n\nd:",
            "a:",
            "x\n  y",
            "b:",
            "c: >-\n    z",
            "c:",
            "z",
            "d:",
            ""
        ]
    );
    assert_eq!(
        texts_of(read_yaml, "a: 1\r\nb: x\r\n  y\r\n"),
        ["a: 1\r\nb: x\r\n  y", "a:", "1", "b:", "x\r\n  y"]
    );
}

#[test]
fn a_repeated_value_keeps_the_place_where_it_is_written() {
    assert_eq!(
        texts_of(read_yaml, "a: &x {k: v}\nb: *x\n"),
        ["a: &x {k: v}\nb: *x", "a:", "{k: v}", "k:", "v", "b:", "{k: v}", "k:", "v"]
    );
}

#[test]
fn a_route_leads_to_its_span() {
    let outcome = outcome(read_yaml, "pools:\n  etl:\n    limits: { cpu: 1000 }\n");
    let place = Place::value(outcome.documents[0], crate::route!["pools", "etl", "limits", "cpu"]);
    assert_eq!(outcome.sources.text(outcome.sources.span(&place)), "1000");
}

#[test]
fn json_values_and_keys() {
    let text = " {\"a\": [1, \"é\\n\", null],\n \"b\": {}}\n";
    assert_eq!(
        texts_of(read_json, text),
        [text.trim(), "\"a\":", "[1, \"é\\n\", null]", "1", "\"é\\n\"", "null", "\"b\":", "{}"]
    );
}
