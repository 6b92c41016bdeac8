//! What several tests need.

use std::path::{Path, PathBuf};

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

/// Compares a text with a file of the project, or writes it there when blessing.
pub fn matches_file(path: &Path, actual: &str, accept: &str) {
    let shown = path.strip_prefix(project()).unwrap_or(path).display().to_string();
    if bless() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, actual).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == actual,
        "{}\nto accept it: EMRGEN_BLESS=1 {accept}",
        unified(&shown, &expected, actual)
    );
}
