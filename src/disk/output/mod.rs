//! The output directory: what a build would change in it, and the change.
//!
//! `.emrgen/owned.json` in it records which files and directories emrgen made. A build first only
//! looks (`survey`), then decides (`plan`), then acts (`apply`); the record names a file
//! before the file is written and until it is gone, so a build that is killed leaves nothing that
//! the next one does not know.

mod apply;
mod aside;
mod changes;
mod lock;
mod plan;
mod record;
mod survey;

use std::path::Path;

use self::apply::{Step, apply, has_scratch};
use self::lock::Lock;
use self::plan::{Plan, plan};
use self::record::Record;
use self::survey::{Found, Survey, survey};
use super::DiskError;
use crate::render::tree::Tree;

pub use changes::{Changes, Difference};
pub(super) use record::is_output;

/// What to do about files that emrgen did not write and that differ from what it would write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// Write nothing, and name them all.
    Refuse,
    /// Overwrite them, and own them from now on (`--force`).
    TakeOver,
}

/// Makes the directory hold the tree beside what the tree keeps, and touches nothing that emrgen did not write.
///
/// Each file is at every moment the old one or the new one. Files that are right already are not
/// written; files that earlier builds wrote and this one does not are removed, and so are the
/// directories that this leaves empty, if emrgen made them. Where nothing is to be done, nothing is
/// written at all. Two builds at once take turns.
///
/// # Errors
/// Before anything is written: foreign files, links and obstacles in the way, a record that cannot
/// be understood, another build that does not end. While writing: what the system refuses; the next
/// build repairs that.
pub fn sync(directory: &Path, tree: &Tree, foreign: Foreign) -> Result<Changes, DiskError> {
    sync_in_steps(directory, tree, foreign, &|_| Ok(()))
}

/// [`sync`], asking before each operation that changes the disk whether to go on.
fn sync_in_steps(
    directory: &Path,
    tree: &Tree,
    foreign: Foreign,
    step: &Step<'_>,
) -> Result<Changes, DiskError> {
    let killed = has_scratch(directory) || Lock::exists(directory);
    if !killed && let Some(changes) = nothing_to_do(directory, tree) {
        return Ok(changes);
    }
    let _lock = Lock::acquire(directory)?;
    let record = Record::read(directory)?;
    let seen = survey(directory, tree, &record)?;
    let plan = plan(directory, tree, &seen, &record, foreign)?;
    apply(directory, &plan, step)?;
    Ok(plan.changes)
}

/// The outcome of a build that finds everything right, without waiting for another build.
///
/// Whatever else is seen here, faults included, may be another build's unfinished work; it is
/// looked at again under the lock.
fn nothing_to_do(directory: &Path, tree: &Tree) -> Option<Changes> {
    let record = Record::read(directory).ok()?;
    let seen = survey(directory, tree, &record).ok()?;
    let plan = plan(directory, tree, &seen, &record, Foreign::Refuse).ok()?;
    plan.is_done().then_some(plan.changes)
}

/// What [`sync`] would change, ordered by path, with the texts; writes nothing.
///
/// # Errors
/// When the directory cannot be read, or a link or an obstacle is where a file must go.
pub fn compare(directory: &Path, tree: &Tree) -> Result<Vec<Difference>, DiskError> {
    let record = Record::read(directory)?;
    let seen = survey(directory, tree, &record)?;
    changes::differences(directory, &seen, &record)
}

#[cfg(test)]
mod tests;
