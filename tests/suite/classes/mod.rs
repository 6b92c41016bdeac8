//! Which class of defects is caught by which diagnostic, and why the rest cannot be: `docs/classes.md`.
//!
//! A chapter is a file beside this one. A line in it is a class: its name and the defect in a few
//! words; an indented line below says why no diagnostic finds it. A class is found by the pages that
//! name it (`Classes: F01.`), whose example fails, and by the bundles whose `expect.txt` begins with
//! it (`class A07`), whatever is expected of them.
//! `EMRGEN_BLESS=1 cargo test --test suite classes` writes the table.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use emrgen::explain::{self, Page};

use crate::bundles;
use crate::support::{current, project};

const ACCEPT: &str = "to accept it: EMRGEN_BLESS=1 cargo test --test suite classes";
const HEAD: &str = "# Classes of defects

Written by `EMRGEN_BLESS=1 cargo test --test suite classes`.
What published platforms of Spark on EMR on EKS have had wrong, and what Karpenter, EMR and Spark refuse, ignore or take otherwise than it reads; and which diagnostic finds it.
Whatever has no diagnostic has a reason: it cannot be seen in documents, or it cannot be said in the language.
";

/// The chapters: their files and their titles.
const CHAPTERS: &[(&str, &str)] = &[
    ("form", "Form"),
    ("placement", "Placement"),
    ("pools", "Pools"),
    ("kubelet", "Kubelet"),
    ("disruption", "Disruption"),
    ("storage", "Storage"),
    ("pods", "Pods and commands"),
    ("gang", "Gang scheduling"),
    ("identity", "Identity"),
    ("logs", "Logs and metrics"),
    ("systems", "Between systems"),
    ("neighbours", "Neighbours"),
    ("node-pools", "NodePools and NodeOverlays"),
    ("node-classes", "EC2NodeClasses"),
    ("labels", "Labels, releases and instance types of Karpenter"),
    ("pitfalls", "Pitfalls of Karpenter"),
    ("requests", "Requests to EMR"),
    ("access", "Access of EMR and of jobs"),
    ("emr-pods", "Pods that EMR makes"),
    ("spark", "Spark on Kubernetes"),
    ("releases", "Releases, images, logs and operators of EMR"),
];

/// A class of defects.
struct Class {
    id: String,
    defect: String,
    /// Why no diagnostic finds it.
    reason: Option<String>,
}

#[test]
fn the_table_of_classes_is_current() {
    let caught = caught();
    let mut page = HEAD.to_owned();
    for (file, title) in CHAPTERS {
        write!(page, "\n## {title}\n\n| class | defect | found by |\n| --- | --- | --- |\n")
            .unwrap();
        for Class { id, defect, reason } in chapter(file) {
            let by = caught.get(&id).map(|codes| links(codes));
            let by = by.or_else(|| reason.map(|reason| format!("— {reason}")));
            writeln!(page, "| {id} | {defect} | {} |", by.unwrap_or_default()).unwrap();
        }
    }
    current("docs/classes.md", &page, ACCEPT);
}

#[test]
fn every_class_is_found_or_has_a_reason() {
    let caught = caught();
    let classes = || CHAPTERS.iter().flat_map(|(file, _)| chapter(file));
    let mut known: BTreeMap<String, Class> = BTreeMap::new();
    for class in classes() {
        let id = class.id.clone();
        assert!(known.insert(id.clone(), class).is_none(), "two classes are called {id}");
    }
    for Class { id, reason, .. } in known.values() {
        let is_found = caught.contains_key(id);
        assert!(is_found || reason.is_some(), "{id}: no page, no bundle and no reason");
        assert!(!is_found || reason.is_none(), "{id}: a reason although a diagnostic finds it");
    }
    let strange: Vec<_> = caught.keys().filter(|id| !known.contains_key(*id)).collect();
    assert!(strange.is_empty(), "no such class: {strange:?}");
}

/// The classes of a chapter, in its order.
fn chapter(file: &str) -> Vec<Class> {
    let path = project().join(format!("tests/suite/classes/{file}.txt"));
    let text = fs::read_to_string(path).unwrap();
    let mut classes: Vec<Class> = Vec::new();
    for line in text.lines() {
        if let Some(reason) = line.strip_prefix("    ") {
            classes.last_mut().expect("a reason has a class above it").reason =
                Some(reason.to_owned());
        } else {
            let (id, defect) = line.split_once(' ').unwrap_or_else(|| panic!("{file}: {line}"));
            classes.push(Class { id: id.to_owned(), defect: defect.to_owned(), reason: None });
        }
    }
    classes
}

/// The codes that find a class.
fn caught() -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let pages =
        explain::pages().flat_map(|page| named(&page).map(move |id| (id, page.code.to_owned())));
    for (id, code) in pages.chain(bundles::shown()) {
        let codes = found.entry(id).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    found
}

/// The classes that a page's line `Classes: F01, F02.` names.
fn named(page: &Page) -> impl Iterator<Item = String> + use<> {
    let line = page.text.lines().find_map(|line| line.strip_prefix("Classes: "));
    let ids = line.unwrap_or_default().trim_end_matches('.').split(", ");
    ids.filter(|id| !id.is_empty()).map(str::to_owned)
}

/// Links to the pages of some codes.
fn links(codes: &[String]) -> String {
    let link = |code: &String| {
        let page = explain::page(code).unwrap_or_else(|| panic!("no page: {code}"));
        format!("[`{code}`](../{})", page.file())
    };
    codes.iter().map(link).collect::<Vec<_>>().join(", ")
}
