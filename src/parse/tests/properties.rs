//! What holds for every text.

use proptest::prelude::*;
use serde_json::Value;

use super::{Outcome, outcome};
use crate::parse::{codes, read_json, read_yaml};
use crate::source::{Content, Node};

/// Texts made of the pieces that YAML and JSON care about.
fn yamlish() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "b: ",
        "key:value",
        "- ",
        "-",
        "? ",
        ": ",
        ":",
        "\n",
        "\n  ",
        "\n    ",
        "\t",
        "\r\n",
        "'",
        "\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&x ",
        "*x",
        "*y ",
        "<<: ",
        "!!str ",
        "!t ",
        "|\n",
        ">-\n",
        "---\n",
        "----\n",
        "...\n",
        "%YAML 1.2\n",
        "# c",
        "é",
        "\u{feff}",
        "\\",
        "\\u12",
        "1",
        "0x1",
        "true",
        "~",
        "\u{0}",
        "日本",
        "@",
        "`",
        "//",
        "\u{2028}",
        "\"a\": ",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z~<0-9.:#-]{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Every span can be shown, and lies in its parent where nothing is repeated.
fn check_spans(node: &Node, text: &str) {
    assert!(text.get(node.span.range()).is_some(), "{:?}", node.span);
    match &node.content {
        Content::Sequence(items) => items.iter().for_each(|item| check_spans(item, text)),
        Content::Mapping(entries) => entries.values().for_each(|entry| {
            assert!(text.get(entry.key.range()).is_some(), "{:?}", entry.key);
            check_spans(&entry.value, text);
        }),
        Content::Null | Content::Bool(_) | Content::Number(_) | Content::String(_) => {}
    }
}

fn check(outcome: &Outcome, text: &str) {
    for said in &outcome.said {
        let sentence = said.split_once("] ").unwrap().1;
        assert!(!sentence.is_empty() && !sentence.ends_with('.'), "{said}");
        assert!(codes::ALL.iter().any(|code| said.starts_with(&format!("[{code}]"))), "{said}");
    }
    for document in &outcome.documents {
        check_spans(outcome.sources.document(*document), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn no_text_panics(text in prop_oneof![any::<String>(), yamlish()]) {
        check(&outcome(read_yaml, &text), &text);
        check(&outcome(read_json, &text), &text);
    }

    #[test]
    fn json_reads_back_equal(value in json_value()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            let outcome = outcome(read_json, &text);
            prop_assert_eq!(&outcome.said, &Vec::<String>::new(), "{}", text);
            prop_assert_eq!(outcome.values(), vec![value.clone()], "{}", text);
        }
    }

    #[test]
    fn what_serde_json_takes_is_what_we_take(text in yamlish()) {
        let accepted = outcome(read_json, &text).said.is_empty();
        if let Ok(value) = serde_json::from_str::<Value>(&text) {
            let outcome = outcome(read_json, &text);
            let duplicates = outcome.said.iter().all(|said| said.starts_with("[duplicate-key]"));
            prop_assert!(duplicates, "{:?}", outcome.said);
            prop_assert!(!accepted || outcome.values() == [value]);
        } else {
            prop_assert!(!accepted || text.starts_with('\u{feff}'), "{}", text);
        }
    }
}
