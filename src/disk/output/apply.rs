//! Carrying a plan out, so that whenever it ends, each file is old or new and the record knows it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Plan;
use super::aside::Aside;
use super::record::{Record, is_absent, record_directory, record_path};
use crate::disk::DiskError;
use crate::parallel;
use crate::render::tree::{Entry, OutputPath};

/// Where files are written before they are moved to their places; on the same file system as
/// those, and emptied by the next build if this one is killed.
const SCRATCH: &str = "tmp";

/// Asked before each operation that changes the disk; a test refuses one, as a kill would.
pub(super) type Step<'a> = dyn Fn(&Path) -> io::Result<()> + Sync + 'a;

/// Whether a build that was killed left its scratch files behind.
pub(super) fn has_scratch(directory: &Path) -> bool {
    fs::symlink_metadata(record_directory(directory).join(SCRATCH)).is_ok()
}

/// Does what the plan says; the caller holds the lock.
pub(super) fn apply(directory: &Path, plan: &Plan<'_>, step: &Step<'_>) -> Result<(), DiskError> {
    let writer = Writer::new(directory, &plan.create, step)?;
    let mut written = &plan.before;
    if !plan.touches_nothing() && plan.during != plan.before {
        writer.record(&plan.during)?;
        written = &plan.during;
    }
    parallel::try_map(&plan.remove, |path| writer.remove_file(path))?;
    let cleared = writer.remove_empty(&plan.clear)?;
    for path in &plan.create {
        writer.create_directory(path)?;
    }
    parallel::try_map(&plan.write, |(path, entry)| writer.write(path, entry))?;
    writer.move_directories()?;
    let mut after = plan.after.clone();
    after.directories.retain(|path| !cleared.contains(path));
    if after != *written {
        writer.record(&after)?;
    }
    writer.finish()
}

struct Writer<'a> {
    directory: &'a Path,
    scratch: PathBuf,
    aside: Aside<'a>,
    step: &'a Step<'a>,
    /// How many scratch files were begun: their names.
    begun: AtomicUsize,
}

impl<'a> Writer<'a> {
    fn new(
        directory: &'a Path,
        create: &'a [OutputPath],
        step: &'a Step<'a>,
    ) -> Result<Self, DiskError> {
        let scratch = record_directory(directory).join(SCRATCH);
        let aside = Aside::new(create, &scratch);
        let writer = Self { directory, scratch, aside, step, begun: AtomicUsize::new(0) };
        writer.finish()?;
        let path = &writer.scratch;
        writer.go(path, "create", || fs::create_dir(path))?;
        Ok(writer)
    }

    /// Does one operation, unless the step says no.
    fn go<T>(
        &self,
        path: &Path,
        doing: &'static str,
        operation: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, DiskError> {
        (self.step)(path).and_then(|()| operation()).map_err(DiskError::io(doing, path))
    }

    fn record(&self, record: &Record) -> Result<(), DiskError> {
        self.replace(&record_path(self.directory), &record.to_json(), false)
    }

    fn write(&self, path: &OutputPath, entry: &Entry) -> Result<(), DiskError> {
        let (path, aside) = (self.directory.join(path.as_str()), self.aside.place(path.as_str()));
        match aside {
            Some(aside) => self.write_new(&path, &aside, &entry.text, entry.executable),
            None => self.replace(&path, &entry.text, entry.executable),
        }
    }

    /// Puts a file in the place of another, or of none, at once.
    fn replace(&self, path: &Path, text: &str, executable: bool) -> Result<(), DiskError> {
        let name = self.begun.fetch_add(1, Ordering::Relaxed).to_string();
        let scratch = self.scratch.join(name);
        self.write_new(path, &scratch, text, executable)?;
        self.go(path, "write", || fs::rename(&scratch, path))
    }

    /// Writes what is to stand at `path` where nobody sees it yet.
    fn write_new(
        &self,
        path: &Path,
        aside: &Path,
        text: &str,
        executable: bool,
    ) -> Result<(), DiskError> {
        let mut file = self.go(path, "write", || create(aside, executable))?;
        self.go(path, "write", || file.write_all(text.as_bytes()))
    }

    fn remove_file(&self, path: &OutputPath) -> Result<(), DiskError> {
        let path = self.directory.join(path.as_str());
        self.go(&path, "remove", || match fs::remove_file(&path) {
            Err(error) if is_absent(&error) => Ok(()),
            outcome => outcome,
        })
    }

    /// Removes those of the directories that are empty, and says which are gone.
    fn remove_empty<'p>(
        &self,
        paths: &[&'p OutputPath],
    ) -> Result<BTreeSet<&'p OutputPath>, DiskError> {
        let mut gone = BTreeSet::new();
        for &name in paths {
            let path = self.directory.join(name.as_str());
            let removed = self.go(&path, "remove", || match fs::remove_dir(&path) {
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => Ok(false),
                Err(error) if is_absent(&error) => Ok(true),
                outcome => outcome.map(|()| true),
            })?;
            if removed {
                gone.insert(name);
            }
        }
        Ok(gone)
    }

    fn create_directory(&self, path: &OutputPath) -> Result<(), DiskError> {
        let aside = self.aside.place(path.as_str()).expect("a new directory is filled aside");
        self.go(&self.directory.join(path.as_str()), "create", || fs::create_dir(&aside))
    }

    /// Moves the new directories, which are complete, to their places.
    fn move_directories(&self) -> Result<(), DiskError> {
        self.aside.iter().try_for_each(|(path, aside)| {
            let path = self.directory.join(path);
            self.go(&path, "create", || fs::rename(aside, &path))
        })
    }

    /// Removes the scratch files of this build, or of one that was killed.
    fn finish(&self) -> Result<(), DiskError> {
        let path = &self.scratch;
        self.go(path, "remove", || match fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(path),
            Ok(_) => fs::remove_file(path),
            Err(error) if is_absent(&error) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// Makes a file that was not there, so that no link can lead elsewhere.
fn create(path: &Path, executable: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    set_mode(&mut options, if executable { 0o777 } else { 0o666 });
    options.open(path)
}

/// Sets the rights of the file to be made, of which the user's umask takes some away.
#[cfg(unix)]
fn set_mode(options: &mut OpenOptions, mode: u32) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(mode);
}

#[cfg(not(unix))]
fn set_mode(_: &mut OpenOptions, _: u32) {}
