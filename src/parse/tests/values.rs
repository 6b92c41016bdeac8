//! Values: words, anchors, merges, documents.

use serde_json::json;

use super::{outcome, said, value, values};
use crate::parse::read_yaml;

#[test]
fn only_json_words_are_not_text() {
    for word in [
        "on",
        "off",
        "yes",
        "no",
        "y",
        "n",
        "Y",
        "N",
        "On",
        "ON",
        "Yes",
        "True",
        "TRUE",
        "False",
        "Null",
        "NULL",
        "012345678901",
        "0x1F",
        "0o14",
        "0b1",
        "1_000",
        "12:30:45",
        "2024-01-01",
        ".inf",
        "-.inf",
        ".nan",
        ".NaN",
        "1.",
        ".5",
        "+1",
        "1e3Ki",
        "50Gi",
        "500m",
        "=",
        "1.2.3",
        "12345678901234567890123",
        "1e999",
        "<<",
        "--",
        "~a",
        "nul",
        "NaN",
        "Infinity",
    ] {
        assert_eq!(value(&format!("k: {word}\n")), json!({"k": word}), "{word}");
    }
    assert_eq!(
        value("[~, null, true, false, 0, -7, 1000, 1.5, 1e3, 18446744073709551615]"),
        json!([null, null, true, false, 0, -7, 1000, 1.5, 1e3, 18446744073709551615_u64])
    );
    assert_eq!(
        value("a:\nb: ''\nc: |\nd: \"1\"\n"),
        json!({"a": null, "b": "", "c": "", "d": "1"})
    );
}

#[test]
fn keys_keep_their_text() {
    assert_eq!(
        value("1: a\ntrue: b\n~: c\n01: d\n'q': e\non: f\n1.50: g\n"),
        json!({"1": "a", "true": "b", "~": "c", "01": "d", "q": "e", "on": "f", "1.50": "g"})
    );
    assert_eq!(value("? a\n: 1\n? b\n"), json!({"a": 1, "b": null}));
}

#[test]
fn tags_of_yaml_itself_are_honoured() {
    assert_eq!(
        value("[!!str 012, !!str true, !!str , ! 1, !!int \"7\", !!float '1.5', !!bool \"true\"]"),
        json!(["012", "true", "", "1", 7, 1.5, true])
    );
    assert_eq!(
        value("a: !!map {b: !!seq [!!null ~, !!null '']}"),
        json!({"a": {"b": [null, null]}})
    );
    assert_eq!(
        said("a: !Sub x\nb: !!int x\nc: !!seq {d: 1}\n!x e: 1\n"),
        [
            "[unknown-tag] the tag `!Sub` does not fit its value at \"!Sub\": leave it out, or put a text in quotes",
            "[unknown-tag] the tag `!!int` does not fit its value at \"!!int\": leave it out, or put a text in quotes",
            "[unknown-tag] the tag `!!seq` does not fit its value at \"!!seq\": leave it out, or put a text in quotes",
            "[unknown-tag] the tag `!x` does not fit its value at \"!x\": leave it out, or put a text in quotes",
        ]
    );
}

#[test]
fn aliases_repeat_and_merges_fill_in() {
    assert_eq!(
        value("a: &x {b: [1, &y z]}\nc: *x\nd: *y\n*y : e\n"),
        json!({"a": {"b": [1, "z"]}, "c": {"b": [1, "z"]}, "d": "z", "z": "e"})
    );
    assert_eq!(
        value("base: &b {x: 1, y: 2}\nown: {y: 3, <<: *b, z: 4}\n")["own"],
        json!({"y": 3, "z": 4, "x": 1})
    );
    assert_eq!(
        value("- &a {x: 1}\n- &b {x: 2, y: 2}\n- <<: [*a, *b, {w: 0}]\n")[2],
        json!({"x": 1, "y": 2, "w": 0})
    );
    assert_eq!(value("- &a {x: 1}\n- &b {<<: *a}\n- {<<: *b, y: 1}\n")[2], json!({"x": 1, "y": 1}));
    assert_eq!(value("'<<': 1\n"), json!({"<<": 1}));
    assert_eq!(value("- &a 1\n- &a 2\n- *a\n")[2], json!(2));
}

#[test]
fn several_documents_and_empty_ones() {
    assert_eq!(values(""), Vec::<serde_json::Value>::new());
    assert_eq!(values("# nothing\n---\n---\n# nor here\n...\n"), Vec::<serde_json::Value>::new());
    assert_eq!(
        values("---\na: 1\n---\n\n---\nb: 2\n...\n---\nc\n"),
        [json!({"a": 1}), json!({"b": 2}), json!("c")]
    );
    assert_eq!(values("%YAML 1.2\n---\na: 1\n"), [json!({"a": 1})]);
    assert_eq!(values("---\n~\n"), [json!(null)]);
}

#[test]
fn line_breaks_byte_order_marks_and_blocks() {
    assert_eq!(
        value("a: 1\r\nb:\r\n  - x\r\n  - |\r\n    y\r\n    z\r\n"),
        json!({"a": 1, "b": ["x", "y\nz\n"]})
    );
    assert_eq!(value("\u{feff}a: 1\n"), json!({"a": 1}));
    assert_eq!(value("a: >-\n  x\n  y\nb: |+\n  z\n\n"), json!({"a": "x y", "b": "z\n\n"}));
    assert_eq!(value("a: x\n  y\nb: \"x\n  y\"\n"), json!({"a": "x y", "b": "x y"}));
}

#[test]
fn a_duplicate_key_is_said_with_both_places() {
    let outcome = outcome(read_yaml, "a: 1\nb:\n  c: 1\n  \"c\": 2\na: 3\n");
    assert_eq!(
        outcome.said,
        [
            "[duplicate-key] the key `c` is written twice at \"\\\"c\\\"\": keep one of the two",
            "[duplicate-key] the key `a` is written twice at \"a\": keep one of the two",
        ]
    );
    // The rest of the document can still be judged, by the first of the two.
    assert_eq!(outcome.values(), [json!({"a": 1, "b": {"c": 1}})]);
}

#[test]
fn a_duplicate_key_points_at_the_first() {
    let mut sources = crate::source::Sources::default();
    let mut diagnostics = crate::diagnostic::Diagnostics::default();
    read_yaml(&mut sources, "spec", "pools:\n  etl: 1\n  etl: 2\n", &mut diagnostics);
    let diagnostic = diagnostics.iter().next().unwrap();
    let (first, words) = &diagnostic.related[0];
    assert_eq!((sources.span(first).range(), words.as_str()), (9..12, "first written here"));
    assert_eq!(sources.span(diagnostic.place.as_ref().unwrap()).range(), 18..21);
}

#[test]
fn two_documents_without_a_separator_are_said_once() {
    assert_eq!(
        said("apiVersion: v1\nkind: A\nmetadata: {}\napiVersion: v1\nkind: B\nmetadata: {}\n"),
        ["[duplicate-key] the key `apiVersion` is written twice at \"apiVersion\": if another \
          document begins here, write `---` on a line before it"]
    );
}
