//! The command line, as a shell sees it: status, standard output, standard error, files.

mod build;
mod check;
mod diff;
mod explain;
mod init;
mod streams;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;

use crate::support::emrgen;

/// A small platform with a team, all in one file.
pub const SPEC: &str = r#"apiVersion: emrgen.io/v1
kind: Platform
name: spark
aws: { account: "123456789012", region: us-west-2 }
cluster: { create: true }
pools:
  etl: { instances: { families: [m5d, m6id, c5d] } }
  sql: { instances: { families: [r5d, r6id, r6idn] }, weight: 10 }
---
apiVersion: emrgen.io/v1
kind: Team
name: ads
jobs:
  daily: { release: emr-7.9.0, entryPoint: "s3://ads-code/daily.py", pool: etl }
"#;

/// A directory with files in it, to run commands in.
pub struct Home(TempDir);

/// What a run came to.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    /// A directory with [`SPEC`] as `emrgen.yaml`.
    pub fn new() -> Self {
        Self::with(&[("emrgen.yaml", SPEC)])
    }

    pub fn with(files: &[(&str, &str)]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| home.put(name, text));
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs `emrgen` here; the arguments are divided by blanks.
    pub fn run(&self, arguments: &str) -> Run {
        self.run_with(arguments, "", &[])
    }

    /// The same with a text on standard input and variables in the environment.
    pub fn run_with(&self, arguments: &str, input: &str, variables: &[(&str, &str)]) -> Run {
        let mut command = emrgen();
        command.current_dir(self.0.path()).args(arguments.split_whitespace());
        command.envs(variables.iter().copied());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that does not read its input may have closed it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Run {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The files below a directory, without the record.
    pub fn files(&self, directory: &str) -> Vec<String> {
        let root = self.path(directory);
        let walk = walkdir::WalkDir::new(&root).sort_by_file_name().into_iter();
        walk.filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| shown(entry.path(), &root))
            .filter(|path| !path.starts_with(".emrgen/"))
            .collect()
    }
}

fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn wrong_arguments_are_told_on_standard_error_with_status_2() {
    let home = Home::new();
    for arguments in [
        "",
        "biuld",
        "build --targte kubectl",
        "build --target lambda",
        "check --format xml",
        "build --kind Nodepoool",
        "build --set pools",
        "explain zork",
        "schema zork",
        "init --blueprint zork",
        "completions basic",
        "build no/such/file.yaml",
        "build --env nowhere",
        "build --bind nothing.json",
        "check --karpenter one",
    ] {
        let run = home.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments}: {run:?}");
        assert!(!run.err.is_empty(), "{arguments}");
    }
    assert_eq!(home.files("."), ["emrgen.yaml"]);
}

#[test]
fn every_command_has_help_with_examples() {
    let home = Home::new();
    let help = home.run("--help");
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    let commands = help.out.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !name.is_empty() && *name != "help")
        .collect();
    for name in ["build", "check", "diff", "init", "explain", "schema", "completions", "man"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    for name in names {
        let help = home.run(&format!("{name} --help"));
        assert_eq!(help.status, 0);
        assert!(help.out.contains("Examples:\n"), "{name} has no examples");
    }
}

#[test]
fn completions_manual_and_version_are_printed() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = home.run(&format!("completions {shell}"));
        assert!(run.status == 0 && run.out.contains("emrgen"), "{shell}");
    }
    assert!(home.run("man").out.contains(".TH emrgen 1"));
    assert_eq!(home.run("man --out pages").status, 0);
    assert!(home.files("pages").contains(&"emrgen-build.1".to_owned()));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(home.run("--version").out, format!("emrgen {version}\n"));
    assert!(home.run("version").out.starts_with(&format!("emrgen {version}\n")));
    let json: serde_json::Value =
        serde_json::from_str(&home.run("version --format json").out).unwrap();
    assert_eq!(json["version"], version);
}

#[test]
fn the_hooks_run_commands_that_exist() {
    let hooks = fs::read_to_string(crate::support::project().join(".pre-commit-hooks.yaml"));
    let hooks: Vec<serde_json::Value> = serde_yaml::from_str(&hooks.unwrap()).unwrap();
    let home = Home::new();
    assert_eq!(home.run("build").status, 0);
    for hook in &hooks {
        let arguments = hook["entry"].as_str().unwrap().strip_prefix("emrgen ").unwrap();
        assert_eq!(home.run(arguments).status, 0, "{hook}");
    }
    assert_eq!(hooks.len(), 2);
}
