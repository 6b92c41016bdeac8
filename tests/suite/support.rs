//! What several tests need.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// The project's directory.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The binary under test, in an environment that says nothing about colours.
pub fn emrgen() -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_emrgen"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

/// Whether new output is to be accepted.
pub fn bless() -> bool {
    std::env::var_os("EMRGEN_BLESS").is_some()
}

/// A unified diff of two texts under one name.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    similar::TextDiff::from_lines(old, new)
        .unified_diff()
        .context_radius(2)
        .header(name, &format!("{name} (now)"))
        .to_string()
}

/// Compares a committed file with what it is generated as, or writes it when blessing.
pub fn current(file: &str, now: &str, accept: &str) {
    let path = project().join(file);
    let old = fs::read_to_string(&path).unwrap_or_default();
    if old == now {
        return;
    }
    if bless() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, now).unwrap();
        return;
    }
    panic!("{file} is stale\n{}\n{accept}", unified(file, &old, now));
}

/// What `emrgen check` prints about one text.
pub fn check_text(text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("emrgen.yaml"), text).unwrap();
    let run = emrgen().current_dir(directory.path()).arg("check").output().unwrap();
    String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap()
}

/// The texts of an output directory by path, without the record of what emrgen made.
pub fn files(root: &Path) -> BTreeMap<String, String> {
    let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    walk.filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            (path, fs::read_to_string(entry.path()).unwrap())
        })
        .filter(|(path, _)| !path.starts_with(".emrgen"))
        .collect()
}
