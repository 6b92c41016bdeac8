//! The structure that ARCHITECTURE.md promises.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::support::project;

/// The modules in the order of `src/lib.rs`.
fn modules() -> Vec<String> {
    let text = fs::read_to_string(project().join("src/lib.rs")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect()
}

fn sources() -> Vec<(PathBuf, String)> {
    let walk = WalkDir::new(project().join("src")).sort_by_file_name().into_iter();
    walk.filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"))
        .map(|entry| (entry.path().to_path_buf(), fs::read_to_string(entry.path()).unwrap()))
        .collect()
}

/// The names that a text uses directly below a path such as `crate::`: `a` in `crate::a`, `a` and `b`
/// in `use crate::{a, b}`.
fn named(text: &str, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.map(|line| format!("{line}\n")).collect();
    for (at, _) in code.match_indices(path) {
        let rest = &code[at + path.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let end = group.find(|c| {
                depth += i32::from(c == '{') - i32::from(c == '}');
                depth == 0
            });
            let mut level = 0;
            let flat: String = group[..end.unwrap_or(0)]
                .chars()
                .filter(|c| {
                    level += i32::from(*c == '{') - i32::from(*c == '}');
                    level == 0
                })
                .collect();
            let names =
                flat.split(',').map(|part| part.trim().split("::").next().unwrap().to_owned());
            found.extend(names);
        } else {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            found.push(rest[..end].to_owned());
        }
    }
    found
}

#[test]
fn grouped_imports_are_seen() {
    assert_eq!(named("use crate::{a::b, c::{d, e}, f};\n", "crate::"), ["a", "c", "f"]);
    assert_eq!(named("crate::x::y(); // crate::z\n", "crate::"), ["x", "z"]);
    assert_eq!(named("use super::{a, b::C};\n", "super::"), ["a", "b"]);
}

#[test]
fn modules_name_only_earlier_ones() {
    let order = modules();
    let rank: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(rank, name)| (name.as_str(), rank)).collect();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let below = path.strip_prefix(project().join("src")).unwrap();
        let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
        let Some(own) = rank.get(first.trim_end_matches(".rs")) else { continue };
        for name in named(&text, "crate::") {
            if rank.get(name.as_str()).is_some_and(|other| other > own) {
                faults.push(format!("{} names `{name}`, which comes later", below.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Files of one directory may name each other in one direction only.
#[test]
fn no_directory_has_a_circle() {
    let mut uses: BTreeMap<PathBuf, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (path, text) in sources() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let code = text.split("#[cfg(test)]").next().unwrap();
        if name != "mod" && !name.ends_with("tests") {
            let home = path.parent().unwrap().to_path_buf();
            uses.entry(home).or_default().insert(name, named(code, "super::"));
        }
    }
    let circles: Vec<String> = uses
        .iter()
        .flat_map(|(home, files)| {
            let in_circle = files.keys().filter(|file| reaches(files, file, file));
            in_circle.map(|file| format!("{}/{file}.rs", home.display()))
        })
        .collect();
    assert!(circles.is_empty(), "files that name each other in a circle: {circles:#?}");
}

/// Whether a file names another, through others or by itself.
fn reaches(files: &BTreeMap<String, Vec<String>>, from: &str, to: &str) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let mut pending = vec![from];
    while let Some(file) = pending.pop() {
        for next in files.get(file).into_iter().flatten().filter(|next| *next != file) {
            if next == to {
                return true;
            }
            if !seen.contains(&next.as_str()) {
                seen.push(next);
                pending.push(next);
            }
        }
    }
    false
}

#[test]
fn a_circle_is_seen() {
    let uses = |pairs: &[(&str, &str)]| -> BTreeMap<String, Vec<String>> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), vec![(*to).to_owned()])).collect()
    };
    assert!(reaches(&uses(&[("a", "b"), ("b", "c"), ("c", "a")]), "a", "a"));
    assert!(!reaches(&uses(&[("a", "b"), ("b", "c"), ("c", "c")]), "a", "a"));
}

#[test]
fn only_one_module_touches_the_disk() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let below = path.strip_prefix(project().join("src")).unwrap();
        let allowed = below.starts_with("disk") || below.starts_with("command");
        if !allowed
            && (text.contains("std::fs")
                || text.contains("std::env::")
                || text.contains("SystemTime"))
        {
            faults.push(format!("{} touches the world", below.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_says_what_it_is() {
    for (path, text) in sources() {
        if path.to_string_lossy().ends_with("tests.rs") {
            continue;
        }
        assert!(text.starts_with("//! "), "{} does not begin with a sentence", path.display());
    }
}

#[test]
fn nothing_is_left_to_do() {
    let words = ["todo!(", "unimplemented!(", "#[ignore", "dbg!("];
    for (path, text) in sources() {
        for word in words {
            assert!(!text.contains(word), "{} has `{word}`", path.display());
        }
    }
}
