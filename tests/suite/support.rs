//! What several tests need.

use std::path::PathBuf;

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
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    if old == now {
        return;
    }
    if bless() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, now).unwrap();
        return;
    }
    panic!("{file} is stale\n{}\n{accept}", unified(file, &old, now));
}

/// What `emrgen check` prints about one text.
pub fn check_text(text: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("emrgen.yaml"), text).unwrap();
    let run = emrgen().current_dir(directory.path()).arg("check").output().unwrap();
    String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap()
}
