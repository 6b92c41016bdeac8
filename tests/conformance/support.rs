//! Building trees with the binary, and running the suite's Python on them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command that runs a file of the suite in the Python of the set-up, or a word on how to get it.
pub fn suite(file: &str) -> Option<Command> {
    let python = tools().join("venv/bin/python");
    if !python.exists() {
        say("SKIPPED conformance: its tools are not installed; run tests/conformance/setup.sh\n");
        return None;
    }
    let mut command = Command::new(python);
    command.arg(project().join("tests/conformance").join(file));
    command.env("CARGO_TARGET_DIR", target()).env("PYTHONDONTWRITEBYTECODE", "1");
    Some(command)
}

/// Runs a command of the suite, shows what it says, and fails with it.
pub fn accepted(command: &mut Command) {
    let run = command.stdin(Stdio::null()).output().expect("the set-up's Python starts");
    let said = [run.stdout, run.stderr].concat();
    say(&String::from_utf8_lossy(&said));
    assert!(run.status.success(), "refused: {command:?}");
}

/// Every directory of `blueprints`.
pub fn blueprints() -> Vec<PathBuf> {
    let entries = fs::read_dir(project().join("blueprints")).expect("there are blueprints");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

/// Compiles a spec into a fresh directory; what emrgen says instead, where it refuses.
pub fn build(spec: &Path, group: &str, options: &[&str]) -> Result<PathBuf, String> {
    let tree = scratch(group).join(name(spec));
    if tree.exists() {
        fs::remove_dir_all(&tree).unwrap();
    }
    let run = emrgen(spec).args(["build", "-o"]).arg(&tree).args(options).output().unwrap();
    if run.status.success() { Ok(tree) } else { Err(String::from_utf8(run.stderr).unwrap()) }
}

/// Writes what a spec compiles to for `kubectl apply -f -` beside its tree.
pub fn stream(spec: &Path, tree: &Path) {
    let run = emrgen(spec).args(["build", "--stdout", "--target", "kubectl"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    fs::write(tree.with_file_name(format!("{}.stream.yaml", name(tree))), run.stdout).unwrap();
}

/// A directory of the suite's own below the target directory.
pub fn scratch(group: &str) -> PathBuf {
    let path = tools().join("trees").join(group);
    fs::create_dir_all(&path).unwrap();
    path
}

/// The binary under test, in the directory of a spec.
fn emrgen(spec: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emrgen"));
    command.current_dir(spec).env("NO_COLOR", "1");
    command
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The project's directory.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Cargo's target directory: its `tmp` is made for integration tests.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}

fn tools() -> PathBuf {
    target().join("conformance")
}

/// Says something past the harness, which keeps what a passing test prints to itself.
fn say(text: &str) {
    std::io::stderr().write_all(text.as_bytes()).unwrap();
}
