//! A build that is killed leaves every file old or new, and the next build repairs the rest.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use walkdir::WalkDir;

use crate::support::{emrgen, project};

const KILLS: u64 = 24;

#[test]
fn a_killed_build_leaves_every_file_old_or_new() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    build(&out, "100");
    let old = files(&out);
    build(&home.path().join("other"), "7");
    let new = files(&home.path().join("other"));
    assert_ne!(old, new);
    for round in 0..KILLS {
        let mut child = command(&out, if round % 2 == 0 { "7" } else { "100" }).spawn().unwrap();
        // The whole range from before the first write to after the last is met.
        sleep(Duration::from_millis(20 + round * 7));
        let _ = child.kill();
        child.wait().unwrap();
        for (path, text) in files(&out) {
            let known = [old.get(&path), new.get(&path)];
            assert!(known.contains(&Some(&text)), "{path} is neither old nor new");
        }
    }
    build(&out, "7");
    assert_eq!(files(&out), new);
}

fn command(out: &Path, days: &str) -> std::process::Command {
    let mut command = emrgen();
    command
        .arg("build")
        .arg(project().join("blueprints/existing-cluster"))
        .args(["--set", &format!("teams.ingest.logs.retentionDays={days}")])
        .args(["--set", &format!("pools.graviton.weight={days}")])
        .args(["--set", &format!("pools.x86.weight={days}")])
        .arg("-o")
        .arg(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn build(out: &Path, days: &str) {
    assert!(command(out, days).status().unwrap().success());
}

fn files(root: &Path) -> BTreeMap<String, String> {
    WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().strip_prefix(root).unwrap().display().to_string(), entry))
        .filter(|(path, _)| !path.contains(".emrgen"))
        .map(|(path, entry)| (path, fs::read_to_string(entry.path()).unwrap()))
        .collect()
}
