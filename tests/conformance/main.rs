//! What emrgen compiles, judged by the real systems and by their authors' own rules.
//!
//! The oracles are Python modules in `tests/conformance/oracles`; `tests/conformance/setup.sh`
//! installs what they need below the target directory. Without it the tests say that they were
//! skipped, and how to get it.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may fail loudly and touch the disk"
)]

mod bound;
mod dice;
mod generated;
mod matrix;
mod support;

use support::{accepted, blueprints, build, stream, suite};

#[test]
fn each_oracle_refuses_what_was_planted_for_it() {
    let Some(mut self_test) = suite("self_test.py") else { return };
    accepted(&mut self_test);
}

#[test]
fn every_blueprint_is_accepted() {
    let Some(mut judge) = suite("run.py") else { return };
    for blueprint in blueprints() {
        let tree = build(&blueprint, "blueprints", &[]).expect("blueprints compile");
        stream(&blueprint, &tree);
        judge.arg(format!("{}@{}", tree.display(), blueprint.display()));
    }
    accepted(&mut judge);
}

#[test]
fn the_hooks_guard_a_repository() {
    let Some(mut hooks) = suite("hooks_test.py") else { return };
    accepted(hooks.env("EMRGEN", env!("CARGO_BIN_EXE_emrgen")));
}

#[test]
fn the_jobs_programs_run() {
    let Some(mut programs) = suite("../programs/run.py") else { return };
    accepted(&mut programs);
}
