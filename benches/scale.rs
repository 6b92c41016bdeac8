//! How long a build takes, next to the time that copying its output twice takes, in one run.
//!
//! `cargo bench --bench scale` prints a row for 100, 300 and 1,000 teams of ten jobs each. Absolute
//! times say something about the machine; the ratios are what emrgen promises: a full build, checked
//! and written, next to two copies of what it writes; and how a thousandth of a build grows with its
//! output. A second table judges the output as files that someone else wrote: what all rules cost
//! next to reading the files.
//!
//! `TMPDIR=/dev/shm` leaves the disk out of it, whose mood changes from minute to minute.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark reads, writes and prints"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use emrgen::compile::{self, Input, Outcome, Request};
use emrgen::diagnostic::{Diagnostics, Severity};
use emrgen::disk::output::{Foreign, sync};
use emrgen::load::{self, Loaded};
use emrgen::render::artifacts;
use emrgen::source::Sources;
use tempfile::TempDir;
use walkdir::WalkDir;

fn main() {
    println!(
        "teams   files   front  lower+check  render   write  rebuild    copy x2  build/copies"
    );
    // Ext4 is slow to make files for minutes after others were deleted: nothing is, until the end.
    let homes = [100, 300, 1000].map(row);
    println!("\nteams  documents  read     judge  judge/read");
    for teams in [28, 280] {
        check_row(teams);
    }
    drop(homes);
}

/// `emrgen check` of what a build wrote.
fn check_row(teams: usize) {
    let request = Request { spec: spec(teams), ..Request::default() };
    let outcome = compile::back(compile::front(request), &BTreeMap::new());
    let context = compile::context(outcome.platform.as_ref().unwrap());
    let mut diagnostics = Diagnostics::default();
    let tree = artifacts::tree(&outcome.artifacts, &mut diagnostics);
    let (loaded, read_time) = timed(|| {
        let (mut sources, mut loaded) = (Sources::default(), Loaded::default());
        for (path, entry) in tree.iter() {
            load::load(&mut sources, path.as_str(), &entry.text, &mut diagnostics, &mut loaded);
        }
        loaded
    });
    let ((), judge_time) = timed(|| compile::judge(&loaded.artifacts, &context, &mut diagnostics));
    println!(
        "{teams:5}  {:9}  {}  {}  {:6.2}",
        loaded.artifacts.len(),
        millis(read_time),
        millis(judge_time),
        judge_time.as_secs_f64() / read_time.as_secs_f64(),
    );
}

/// A build and two copies of what it wrote, in a directory of their own.
fn row(teams: usize) -> TempDir {
    let request = Request { spec: spec(teams), ..Request::default() };
    let (front, front_time) = timed(|| compile::front(request));
    let (outcome, back_time) = timed(|| compile::back(front, &BTreeMap::new()));
    assert_clean(&outcome);
    let mut diagnostics = Diagnostics::default();
    let (tree, render_time) = timed(|| artifacts::tree(&outcome.artifacts, &mut diagnostics));
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let ((), write_time) = timed(|| drop(sync(&out, &tree, Foreign::Refuse).unwrap()));
    let (changes, rebuild_time) = timed(|| sync(&out, &tree, Foreign::Refuse).unwrap());
    assert!(changes.is_empty(), "a rebuild writes nothing");
    let ((), copy_time) = timed(|| {
        copy(&out, &home.path().join("one"));
        copy(&out, &home.path().join("two"));
    });
    let build = front_time + back_time + render_time + write_time;
    println!(
        "{teams:5}  {:6}  {}  {}  {}  {}  {}  {}  {:6.2}",
        tree.len(),
        millis(front_time),
        millis(back_time),
        millis(render_time),
        millis(write_time),
        millis(rebuild_time),
        millis(copy_time),
        build.as_secs_f64() / copy_time.as_secs_f64(),
    );
    home
}

fn assert_clean(outcome: &Outcome) {
    let first = outcome.diagnostics.iter().find(|one| one.severity == Severity::Error);
    assert!(first.is_none(), "the corpus does not compile: {first:?}");
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = work();
    (value, start.elapsed())
}

fn millis(time: Duration) -> String {
    format!("{:6.0} ms", time.as_secs_f64() * 1000.0)
}

fn copy(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A platform of five pools, and teams of ten jobs each.
fn spec(teams: usize) -> Vec<Input> {
    let mut all = vec![Input { name: "emrgen.yaml".to_owned(), text: PLATFORM.to_owned() }];
    for team in 0..teams {
        let mut text = format!("apiVersion: emrgen.io/v1\nkind: Team\nname: team-{team}\n");
        text.push_str("quota: { cpu: \"2000\", memory: 8000Gi }\n");
        text.push_str("volumes: { checkpoints: { storage: block, size: 50Gi } }\n");
        text.push_str("defaults:\n  release: emr-7.9.0\n  entryPoint: s3://programs/etl.py\n");
        text.push_str("  driver: { cores: 1, memory: 4g }\n  maxRuntime: 2h\njobs:\n");
        for job in 0..10 {
            let pool = (team + job) % 5;
            let count = 2 + job;
            writeln!(
                text,
                "  job-{job}: {{ pool: pool-{pool}, executors: {{ cores: 2, memory: 6g, instances: {count} }} }}"
            )
            .unwrap();
        }
        text.push_str("data: { read: [\"s3://programs/\"] }\n");
        all.push(Input { name: format!("teams/team-{team}.yaml"), text });
    }
    all
}

const PLATFORM: &str = r#"
apiVersion: emrgen.io/v1
kind: Platform
name: scale
aws: { account: "123456789012", region: us-west-2 }
storage: { block: { ebs: {} } }
pools:
  pool-0: { instances: { families: [c5d, c6id, m5d, m6id] } }
  pool-1: { instances: { families: [r5d, r6id, r6idn], vcpus: [8, 16, 32] } }
  pool-2: { arch: arm64, instances: { families: [r6gd, c6gd, m6gd] } }
  pool-3: { instances: { categories: [m, r], generation: { min: 5 } } }
  pool-4: { instances: { families: [c5, c6i, m5, m6i] }, scratch: { ebs: 500Gi } }
"#;
