//! Every directory under `tests/bundles/<family>/` is judged to exactly what its `expect.txt` says.
//!
//! A line is `code file:line`; a sound bundle has an empty file. Before them, lines `class A07` name
//! the classes of `tests/suite/classes` that the bundle shows. `.emrgen.yaml` beside the documents
//! may name the targets: `kubernetes`, `karpenter`, `region`, and `complete: true` where the
//! documents are the whole platform. A comment `# emrgen: allow CODE: REASON` holds as it does for
//! `emrgen check`. `EMRGEN_BLESS=1 cargo test --test suite bundles` writes what
//! is said now: read it before it is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use emrgen::check::{Context, Stated};
use emrgen::compile::{self, Waivers};
use emrgen::diagnostic::{Diagnostic, Diagnostics};
use emrgen::load::{Loaded, load};
use emrgen::schema::Targets;
use emrgen::source::{SourceId, Sources};
use emrgen::units::MinorVersion;
use serde_json::Value;
use walkdir::WalkDir;

use crate::support::{bless, project};

#[test]
fn bundles() {
    let mut failures = Vec::new();
    for case in cases() {
        let said = judge(&files(&case)).join("");
        let path = case.join("expect.txt");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let now = classes_of(&expected).map(|line| format!("{line}\n")).collect::<String>() + &said;
        if bless() {
            fs::write(&path, now).unwrap();
        } else if expected != now || !path.exists() {
            let name = case.strip_prefix(project()).unwrap().display();
            failures.push(format!("{name}\nexpected:\n{expected}found:\n{said}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The classes that bundles show, each with the code of the bundle's one fault.
pub fn shown() -> Vec<(String, String)> {
    let mut shown = Vec::new();
    for case in cases() {
        let expected = fs::read_to_string(case.join("expect.txt")).unwrap_or_default();
        let findings = expected.lines().filter(|line| !line.starts_with(CLASS));
        let codes: BTreeSet<&str> = findings.filter_map(|line| line.split(' ').next()).collect();
        for line in classes_of(&expected) {
            let case = case.display();
            assert_eq!(codes.len(), 1, "{case} shows {line} and has not one fault but {codes:?}");
            shown.extend(
                codes.iter().map(|code| (line[CLASS.len()..].to_owned(), (*code).to_owned())),
            );
        }
    }
    shown
}

/// How a line begins that names a class.
const CLASS: &str = "class ";

fn classes_of(expectation: &str) -> impl Iterator<Item = &str> {
    expectation.lines().filter(|line| line.starts_with(CLASS))
}

fn cases() -> Vec<PathBuf> {
    let root = project().join("tests/bundles");
    let walk = WalkDir::new(root).min_depth(2).max_depth(2).sort_by_file_name();
    walk.into_iter().map(|entry| entry.unwrap().into_path()).filter(|path| path.is_dir()).collect()
}

/// A bundle: names and texts.
type Files = Vec<(String, String)>;

fn files(case: &Path) -> Files {
    let walk = WalkDir::new(case).sort_by_file_name().into_iter().map(Result::unwrap);
    walk.filter(|entry| entry.file_type().is_file() && entry.file_name() != "expect.txt")
        .map(|entry| {
            let name = entry.path().strip_prefix(case).unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// What is said of a bundle, a line for each finding, sorted.
fn judge(files: &Files) -> Vec<String> {
    let (mut sources, mut loaded) = (Sources::default(), Loaded::default());
    let mut diagnostics = Diagnostics::default();
    let settings = files.iter().find(|(name, _)| name == ".emrgen.yaml");
    let context = context(settings.map_or("", |(_, text)| text));
    for (name, text) in files.iter().filter(|(name, _)| !name.starts_with('.')) {
        load(&mut sources, name, text, &mut diagnostics, &mut loaded);
    }
    let mut waivers = Waivers::default();
    for id in (0..).take(sources.all().len()).map(SourceId) {
        waivers.read_comments(&sources, id, &mut diagnostics);
    }
    compile::judge(&loaded.artifacts, &context, &mut diagnostics);
    let diagnostics = waivers.apply(&sources, &BTreeMap::new(), diagnostics);
    let mut said: Vec<String> = diagnostics.iter().map(|one| line(&sources, one)).collect();
    said.sort();
    said
}

fn line(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let Some(place) = &diagnostic.place else { return format!("{} -\n", diagnostic.code) };
    let span = sources.span(place);
    let source = sources.source(span.source);
    let line = source.text[..span.start as usize].matches('\n').count() + 1;
    format!("{} {}:{line}\n", diagnostic.code, source.name)
}

fn context(settings: &str) -> Context {
    let settings: Value = serde_yaml::from_str(settings).unwrap_or_default();
    let text = |key: &str| settings.get(key).and_then(Value::as_str);
    let version = |key: &str, or: (u32, u32)| {
        text(key).map_or(MinorVersion::new(or.0, or.1), |text| MinorVersion::parse(text).unwrap())
    };
    Context {
        targets: Targets {
            karpenter: version("karpenter", (1, 14)),
            kubernetes: version("kubernetes", (1, 33)),
        },
        stated: Stated {
            karpenter: text("karpenter").is_some(),
            kubernetes: text("kubernetes").is_some(),
        },
        region: text("region").map(str::to_owned),
        daemon_sets: emrgen::sizing::Resources::default(),
        complete: settings.get("complete") == Some(&Value::Bool(true)),
    }
}
