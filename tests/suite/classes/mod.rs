//! Which class of defects is caught by which diagnostic, and why the rest cannot be: `docs/classes.md`.
//!
//! `EMRGEN_BLESS=1 cargo test --test suite classes` writes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use emrgen::explain::{self, Page};

use crate::support::current;

const ACCEPT: &str = "to accept it: EMRGEN_BLESS=1 cargo test --test suite classes";
const HEAD: &str = "# Classes of defects

Written by `EMRGEN_BLESS=1 cargo test --test suite classes`.
What published platforms of Spark on EMR on EKS have had wrong, and which diagnostic finds it.
Whatever has no diagnostic has a reason: it cannot be seen in documents, or it cannot be said in the language.
";

/// The chapters, by the letter that their classes begin with.
const CHAPTERS: [(char, &str); 12] = [
    ('F', "Form"),
    ('P', "Placement"),
    ('S', "Pools"),
    ('K', "Kubelet"),
    ('D', "Disruption"),
    ('V', "Storage"),
    ('C', "Pods and commands"),
    ('G', "Gang scheduling"),
    ('I', "Identity"),
    ('M', "Logs and metrics"),
    ('X', "Between systems"),
    ('N', "Neighbours"),
];

#[test]
fn the_table_of_classes_is_current() {
    let (caught, reasons) = (caught(), reasons());
    let mut page = HEAD.to_owned();
    for (letter, chapter) in CHAPTERS {
        write!(page, "\n## {chapter}\n\n| class | defect | found by |\n| --- | --- | --- |\n")
            .unwrap();
        for (id, defect) in classes().filter(|(id, _)| id.starts_with(letter)) {
            let by = caught.get(id).map(|pages| pages.join(", "));
            let by = by.or_else(|| reasons.get(id).map(|reason| format!("— {reason}")));
            writeln!(page, "| {id} | {defect} | {} |", by.unwrap_or_default()).unwrap();
        }
    }
    current("docs/classes.md", &page, ACCEPT);
}

#[test]
fn every_class_is_found_or_has_a_reason() {
    let (caught, reasons) = (caught(), reasons());
    let known: Vec<&str> = classes().map(|(id, _)| id).collect();
    let open: Vec<&str> = known
        .iter()
        .copied()
        .filter(|id| !caught.contains_key(id) && !reasons.contains_key(id))
        .collect();
    assert!(open.is_empty(), "no page and no reason: {open:?}");
    let both: Vec<&&str> = reasons.keys().filter(|id| caught.contains_key(**id)).collect();
    assert!(both.is_empty(), "a reason although a page catches it: {both:?}");
    let strange: Vec<&&str> =
        caught.keys().chain(reasons.keys()).filter(|id| !known.contains(*id)).collect();
    assert!(strange.is_empty(), "no such class: {strange:?}");
}

fn lines(
    text: &'static str,
    divider: &'static str,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(move |line| {
        line.split_once(divider).unwrap_or_else(|| panic!("no `{divider}`: {line}"))
    })
}

/// Every class, with the defect in a few words.
fn classes() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(include_str!("classes.txt"), " ")
}

/// Why no diagnostic finds a class.
fn reasons() -> BTreeMap<&'static str, &'static str> {
    lines(include_str!("reasons.txt"), ": ").collect()
}

/// Links to the pages that name a class.
fn caught() -> BTreeMap<&'static str, Vec<String>> {
    let mut found: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for page in explain::pages() {
        for id in named(&page) {
            let link = format!("[`{}`](../{})", page.code, page.file());
            found.entry(id).or_default().push(link);
        }
    }
    found
}

/// The classes that a page's line `Classes: F01, F02.` names.
fn named(page: &Page) -> impl Iterator<Item = &'static str> + use<> {
    let line = page.text.lines().find_map(|line| line.strip_prefix("Classes: "));
    line.unwrap_or_default().trim_end_matches('.').split(", ").filter(|id| !id.is_empty())
}
