//! What becomes of the reference platform for a release.

use std::collections::BTreeMap;

use crate::support::{emrgen, files, project};

/// What `emrgen build` made of the platform.
pub enum Tree {
    Files(BTreeMap<String, String>),
    Refused(Vec<String>),
}

impl Tree {
    pub fn of(options: &[&str]) -> Self {
        let out = tempfile::tempdir().unwrap();
        let run = emrgen()
            .current_dir(project().join("blueprints/emr-eks-karpenter"))
            .args(["build", "--quiet", "-o"])
            .arg(out.path())
            .args(options)
            .output()
            .unwrap();
        let said = String::from_utf8(run.stderr).unwrap();
        if run.status.success() {
            Self::Files(files(out.path()))
        } else {
            Self::Refused(errors(&said))
        }
    }

    /// The tree as a cell of a table, below that of the release before.
    pub fn against(&self, before: Option<&Self>) -> String {
        match (self, before) {
            (Self::Refused(errors), _) => errors.join("<br>"),
            (Self::Files(files), Some(Self::Files(before))) => {
                format!("{}{}", files.len(), differences(before, files))
            }
            (Self::Files(files), _) => files.len().to_string(),
        }
    }
}

/// Each message once, in the order in which they were printed.
fn errors(said: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in said.lines().filter(|line| line.starts_with("error[")) {
        let message = line.replace('|', "\\|");
        if !found.contains(&message) {
            found.push(message);
        }
    }
    assert!(!found.is_empty(), "it was refused without an error:\n{said}");
    found
}

/// How many documents came, went and changed, and the first few of those that came or went.
fn differences(before: &BTreeMap<String, String>, now: &BTreeMap<String, String>) -> String {
    let came =
        now.keys().filter(|path| !before.contains_key(*path)).map(|path| format!("+ `{path}`"));
    let went =
        before.keys().filter(|path| !now.contains_key(*path)).map(|path| format!("− `{path}`"));
    let changed =
        now.iter().filter(|(path, text)| before.get(*path).is_some_and(|old| old != *text));
    let mut parts: Vec<String> = came.chain(went).collect();
    match changed.count() {
        0 => {}
        count => parts.push(format!("{count} differ")),
    }
    if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) }
}
