//! Lists the blueprints, so that `emrgen init` has every directory of `blueprints/`.

#![allow(clippy::disallowed_methods, reason = "a build script reads what it embeds")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let home = root.join("blueprints");
    let mut text = String::from("&[\n");
    for blueprint in entries(&home).iter().filter(|path| path.is_dir()) {
        let _ = writeln!(text, "Blueprint {{ name: {:?}, files: &[", name(blueprint, &home));
        list(&mut text, blueprint, blueprint);
        text.push_str("] },\n");
    }
    text.push(']');
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("blueprints.rs"), text).expect("cargo's directory can be written");
    println!("cargo::rerun-if-changed=build.rs");
}

/// A line for each file below a directory.
fn list(text: &mut String, directory: &Path, root: &Path) {
    println!("cargo::rerun-if-changed={}", directory.display());
    for path in entries(directory) {
        if path.is_dir() {
            list(text, &path, root);
        } else {
            let _ = writeln!(text, "({:?}, include_str!({path:?})),", name(&path, root));
        }
    }
}

/// What is in a directory, ordered by name, without what hides and what Python leaves behind.
fn entries(directory: &Path) -> Vec<PathBuf> {
    let found = fs::read_dir(directory).expect("the blueprints can be read");
    let paths = found.map(|entry| entry.expect("the blueprints can be read").path());
    let is_source = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        !name.starts_with('.') && name != "__pycache__" && name != "out"
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_source).collect();
    paths.sort();
    paths
}

fn name(path: &Path, root: &Path) -> String {
    let below = path.strip_prefix(root).expect("found below it");
    below.to_string_lossy().replace('\\', "/")
}
