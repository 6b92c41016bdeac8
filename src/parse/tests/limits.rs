//! Texts that would exhaust a careless reader.

use std::time::{Duration, Instant};

use super::{outcome, said, value};
use crate::parse::{DEEPEST, read_json, read_yaml};

/// Generous: the machine may be busy and the build unoptimised.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    let start = Instant::now();
    let said = said(&text);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("[alias-expansion] aliases repeat far more here"), "{said:?}");
    assert!(start.elapsed() < SOON);
}

#[test]
fn a_bomb_of_long_texts_and_one_of_merges_are_refused() {
    let long = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(100_000), "*a, ".repeat(25_000));
    let merges = format!(
        "- &a {{{}}}\n{}",
        (0..100).map(|key| format!("k{key}: 1, ")).collect::<String>(),
        "- {<<: *a}\n".repeat(50_000)
    );
    for text in [long, merges] {
        assert!(said(&text)[0].starts_with("[alias-expansion]"));
    }
}

#[test]
fn a_modest_use_of_aliases_is_fine() {
    let jobs = "- {<<: *defaults, name: x}\n".repeat(10_000);
    let text = format!("- &defaults {{a: 1, b: 2, c: 3, d: [1, 2, 3]}}\n{jobs}");
    assert_eq!(value(&text).as_array().map(Vec::len), Some(10_001));
}

#[test]
fn cycles_are_refused_and_the_rest_is_read() {
    assert_eq!(
        said("a: &x\n  b: *x\nc: &y [*y]\nd: *z\n"),
        [
            "[alias-cycle] the alias `*x` stands inside of what it names at \"*x\": write out what is meant here",
            "[alias-cycle] the alias `*y` stands inside of what it names at \"*y\": write out what is meant here",
            "[unknown-alias] the alias `*z` has no anchor above it at \"*z\": write `&z` before the value it names, or put a text in quotes",
        ]
    );
}

#[test]
fn anchors_do_not_outlive_their_document() {
    assert!(said("a: &x 1\n---\nb: *x\n")[0].starts_with("[unknown-alias]"));
}

#[test]
fn deep_nesting_is_refused_and_the_next_document_is_read() {
    for deep in
        ["[".repeat(10_000), "- ".repeat(10_000), "{a: ".repeat(10_000), "? ".repeat(10_000)]
    {
        let outcome = outcome(read_yaml, &format!("{deep}\n---\nfine: true\n"));
        assert_eq!(outcome.said.len(), 1, "{:?}", &outcome.said);
        assert!(outcome.said[0].starts_with("[nesting-too-deep]"), "{:?}", &outcome.said);
    }
    let indented: String = (0..10_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    assert!(said(&indented)[0].starts_with("[nesting-too-deep]"));
}

#[test]
fn the_deepest_nesting_is_read() {
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    value(&nested(DEEPEST));
    assert!(said(&nested(DEEPEST + 1))[0].starts_with("[nesting-too-deep]"));
    assert_eq!(outcome(read_json, &nested(DEEPEST)).said, Vec::<String>::new());
    for deep in [nested(DEEPEST + 1), "[".repeat(100_000), "{\"a\":".repeat(100_000)] {
        assert!(outcome(read_json, &deep).said[0].starts_with("[nesting-too-deep]"));
    }
}

#[test]
fn aliases_cannot_nest_deeper_than_text() {
    let mut text = String::from("- &a0 [x]\n");
    for level in 1..200 {
        text.push_str(&format!("- &a{level} [*a{}]\n", level - 1));
    }
    assert!(said(&text)[0].starts_with("[nesting-too-deep]"));
}

#[test]
fn many_broken_documents_take_linear_time() {
    let start = Instant::now();
    assert_eq!(said(&"---\na: \"b\" c\n".repeat(20_000)).len(), 20_000);
    assert_eq!(said(&"---\n}\n".repeat(20_000)).len(), 20_000);
    assert_eq!(said(&format!("a: [{}", "\n- b".repeat(50_000))).len(), 1);
    assert!(start.elapsed() < SOON);
}
