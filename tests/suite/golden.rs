//! Every directory under `blueprints/` compiles to exactly what `golden/` has under its name.
//!
//! `EMRGEN_BLESS=1 cargo test --test suite golden` accepts new output.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{bless, emrgen, files, project, unified};

#[test]
fn golden() {
    let mut failures = String::new();
    let blueprints = fs::read_dir(project().join("blueprints")).unwrap();
    let mut names: Vec<PathBuf> = blueprints.map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(!names.is_empty(), "there are no blueprints");
    for blueprint in names.iter().filter(|path| path.is_dir()) {
        failures.push_str(&judge(blueprint));
    }
    assert!(
        failures.is_empty(),
        "{failures}\nthe output differs from golden/; to accept it: EMRGEN_BLESS=1 cargo test --test suite golden"
    );
}

/// What emrgen writes, it finds nothing in when it reads it as files that someone else wrote.
#[test]
fn output_is_sound_to_whoever_did_not_compile_it() {
    if bless() {
        // The trees are being written anew; what is in them is judged by the next run.
        return;
    }
    for tree in fs::read_dir(project().join("golden")).unwrap() {
        let tree = tree.unwrap().path();
        let run = emrgen().arg("check").arg(&tree).output().unwrap();
        let said = String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap();
        assert!(said.ends_with(": nothing found\n"), "{}:\n{said}", tree.display());
    }
}

fn judge(blueprint: &Path) -> String {
    let name = blueprint.file_name().unwrap().to_str().unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let run =
        emrgen().current_dir(blueprint).args(["build", "-o"]).arg(scratch.path()).output().unwrap();
    let mut actual = files(scratch.path());
    let said = String::from_utf8(run.stderr)
        .unwrap()
        .replace(&scratch.path().display().to_string(), "OUT");
    actual.insert("diagnostics.txt".to_owned(), said);
    let golden = project().join("golden").join(name);
    if bless() {
        write(&golden, &actual);
        return String::new();
    }
    differences(name, &files(&golden), &actual)
}

fn differences(
    name: &str,
    expected: &BTreeMap<String, String>,
    actual: &BTreeMap<String, String>,
) -> String {
    let mut text = String::new();
    for (path, new) in actual {
        match expected.get(path) {
            Some(old) if old == new => {}
            Some(old) => text.push_str(&unified(&format!("golden/{name}/{path}"), old, new)),
            None => writeln!(text, "golden/{name}/{path}: not there yet").unwrap(),
        }
    }
    for path in expected.keys().filter(|path| !actual.contains_key(*path)) {
        writeln!(text, "golden/{name}/{path}: no longer compiled").unwrap();
    }
    text
}

fn write(root: &Path, files: &BTreeMap<String, String>) {
    if root.exists() {
        fs::remove_dir_all(root).unwrap();
    }
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
