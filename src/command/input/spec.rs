//! Which files are the spec.

use std::path::{Path, PathBuf};

use crate::command::say::Failure;
use crate::compile::Input;
use crate::diagnostic::Diagnostics;
use crate::disk;

/// The texts of a spec, and the directory that its relative paths start from.
pub fn read(paths: &[PathBuf]) -> Result<(Vec<Input>, PathBuf), Failure> {
    let default = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(in_directory(path)?);
        } else {
            found.push(super::read(path)?);
        }
    }
    let root = match &paths[0] {
        path if path.is_dir() => path.clone(),
        path => path.parent().map(Path::to_path_buf).unwrap_or_default(),
    };
    Ok((found, root))
}

/// Whether a file is a spec by its name alone.
pub fn is_spec(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem == "emrgen") && is_yaml(path)
}

/// Whether a file of any name was to be part of a spec, before someone broke it.
pub fn is_broken_spec(input: &Input, diagnostics: &Diagnostics) -> bool {
    diagnostics.has_errors() && input.text.contains("apiVersion: emrgen.io/")
}

/// `emrgen.yaml`, other YAML beside it that names the language, and everything below `teams/`.
fn in_directory(directory: &Path) -> Result<Vec<Input>, Failure> {
    let mut found = Vec::new();
    for path in disk::list_inputs(directory)?.into_iter().filter(|path| is_yaml(path)) {
        let input = super::read(&path)?;
        // A repository has YAML of other tools beside the spec.
        if is_spec(&path) || input.text.contains("emrgen.io/") {
            found.push(input);
        }
    }
    let teams = directory.join("teams");
    if teams.is_dir() {
        for path in disk::find_inputs(&teams)?.into_iter().filter(|path| is_yaml(path)) {
            found.push(super::read(&path)?);
        }
    }
    if found.is_empty() {
        return Err(Failure::new(
            format!("there is no spec in `{}`", directory.display()),
            "a spec is `emrgen.yaml`, and `teams/*.yaml` beside it; `emrgen init` writes one to start from, and `emrgen check PATH…` judges other manifests",
        ));
    }
    Ok(found)
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")
}
