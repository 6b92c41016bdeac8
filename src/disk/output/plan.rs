//! What to do so that an output directory holds a tree. Decides, and touches nothing.

use std::path::Path;

use super::{Changes, Foreign, Found, Record, Survey};
use crate::disk::DiskError;
use crate::render::tree::{Entry, OutputPath, Tree};

/// The operations of one build, in no need of another look at the disk.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Files to remove, before anything is written.
    pub remove: Vec<&'a OutputPath>,
    /// Directories to remove if they are empty by then, children first.
    pub clear: Vec<&'a OutputPath>,
    /// Directories to make, parents first.
    pub create: Vec<OutputPath>,
    /// Files to write.
    pub write: Vec<(&'a OutputPath, &'a Entry)>,
    /// The record before the build.
    pub before: Record,
    /// The record while files are neither all old nor all new.
    pub during: Record,
    /// The record when all is done and every directory to clear is still there.
    pub after: Record,
    /// What to tell the user.
    pub changes: Changes,
}

impl Plan<'_> {
    /// Whether the directory holds the tree already, and the record says so.
    pub fn is_done(&self) -> bool {
        self.touches_nothing() && self.before == self.after
    }

    /// Whether every file is right already.
    pub fn touches_nothing(&self) -> bool {
        self.remove.is_empty() && self.write.is_empty()
    }
}

/// Plans a build, or names everything that stands in its way.
pub(super) fn plan<'a>(
    directory: &Path,
    tree: &Tree,
    seen: &Survey<'a>,
    record: &Record,
    foreign: Foreign,
) -> Result<Plan<'a>, DiskError> {
    refuse_obstacles(directory, seen)?;
    if foreign == Foreign::Refuse {
        refuse_foreign(directory, seen, record)?;
    }
    let mut plan = Plan { before: record.clone(), during: record.clone(), ..Plan::default() };
    plan.after = kept(tree, record);
    plan_directories(&mut plan, seen, record);
    plan_files(&mut plan, seen, record);
    plan_stale(&mut plan, seen, record);
    Ok(plan)
}

/// What stays in the record though the tree does not have it.
fn kept(tree: &Tree, record: &Record) -> Record {
    let files = record.files.iter().filter(|(path, _)| tree.keeps(path.as_str()));
    let directories = record.directories.iter().filter(|path| tree.keeps_below(path.as_str()));
    Record {
        files: files.map(|(path, digests)| (path.clone(), digests.clone())).collect(),
        directories: directories.cloned().collect(),
    }
}

pub(super) fn refuse_obstacles(directory: &Path, seen: &Survey<'_>) -> Result<(), DiskError> {
    let obstacles = seen.files.iter().filter(|file| file.found == Found::Obstacle);
    let mut paths: Vec<_> = obstacles.map(|file| file.path.to_string()).collect();
    paths.extend(seen.obstacles.iter().cloned());
    paths.sort();
    if paths.is_empty() {
        return Ok(());
    }
    Err(DiskError::Obstructed { directory: directory.to_owned(), paths })
}

fn refuse_foreign(directory: &Path, seen: &Survey<'_>, record: &Record) -> Result<(), DiskError> {
    let in_the_way = |found| matches!(found, Found::Differs(_) | Found::Link);
    let foreign = seen.files.iter().filter(|file| in_the_way(file.found));
    let foreign = foreign.filter(|file| !record.files.contains_key(file.path));
    let files: Vec<_> = foreign.map(|file| file.path.to_string()).collect();
    if files.is_empty() {
        return Ok(());
    }
    Err(DiskError::Foreign { directory: directory.to_owned(), files })
}

fn plan_directories<'a>(plan: &mut Plan<'a>, seen: &Survey<'a>, record: &Record) {
    let missing = seen.needed.iter().filter(|(_, there)| !**there);
    let path = |(name, _): (&&str, &bool)| {
        OutputPath::new(*name).expect("the directories of an output path are output paths")
    };
    plan.create = missing.map(path).collect();
    plan.clear = seen.unneeded.iter().rev().copied().collect();
    let known = |path: &&OutputPath| seen.needed.contains_key(path.as_str());
    let kept = record.directories.iter().filter(known);
    plan.after.directories.extend(kept.chain(&plan.create).cloned());
    plan.after.directories.extend(plan.clear.iter().copied().cloned());
    plan.during.directories.extend(plan.create.iter().cloned());
}

fn plan_files<'a>(plan: &mut Plan<'a>, seen: &Survey<'a>, record: &Record) {
    for file in &seen.files {
        let known = record.files.get(file.path);
        let name = || file.path.to_string();
        plan.after.files.insert(file.path.clone(), vec![file.digest]);
        let during = plan.during.files.entry(file.path.clone()).or_default();
        match file.found {
            Found::Same => {
                *during = vec![file.digest];
                plan.changes.unchanged += 1;
                continue;
            }
            Found::Absent | Found::Obstacle => plan.changes.added.push(name()),
            Found::Differs(digest) if known.is_some_and(|known| known.contains(&digest)) => {
                *during = vec![digest];
                plan.changes.changed.push(name());
            }
            Found::Differs(_) | Found::Link => {
                plan.changes.changed.push(name());
                plan.changes.overwritten.push(name());
            }
        }
        during.push(file.digest);
        plan.write.push((file.path, file.entry));
    }
}

fn plan_stale<'a>(plan: &mut Plan<'a>, seen: &Survey<'a>, record: &Record) {
    for (path, found) in &seen.stale {
        // What is no file any more is not what emrgen wrote: it stays, and is forgotten.
        let Found::Differs(digest) = found else { continue };
        if !record.files[*path].contains(digest) {
            plan.changes.overwritten.push(path.to_string());
        }
        plan.changes.removed.push(path.to_string());
        plan.remove.push(path);
    }
    plan.changes.overwritten.sort();
}
