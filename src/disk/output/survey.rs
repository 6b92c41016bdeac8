//! What stands in the output directory where a tree is to go. Only looks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::path::Path;

use walkdir::WalkDir;

use super::record::{Record, is_absent};
use crate::disk::DiskError;
use crate::parallel;
use crate::render::digest::digest;
use crate::render::tree::{Entry, OutputPath, Tree};

/// A file larger than this, in bytes, was not written by emrgen and need not be read to know it.
const LARGEST_FILE: u64 = 256 << 20;

/// What stands at the place of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing, or only what the build removes anyway.
    Absent,
    /// The very file that the tree has there.
    Same,
    /// Another file, with this digest.
    Differs(u64),
    /// A symbolic link.
    Link,
    /// A directory, or something that is no file at all.
    Obstacle,
}

/// The state of an output directory, as far as a tree and a record concern it.
#[derive(Debug)]
pub(super) struct Survey<'a> {
    /// The tree's files.
    pub files: Vec<Seen<'a>>,
    /// The files of the record that the tree has no more, and does not keep.
    pub stale: Vec<(&'a OutputPath, Found)>,
    /// The directories that the tree needs, each with whether it is there.
    pub needed: BTreeMap<&'a str, bool>,
    /// The directories of the record that are there and that the tree does not need.
    pub unneeded: BTreeSet<&'a OutputPath>,
    /// Files that stand where the tree needs a directory.
    pub obstacles: Vec<String>,
}

/// A file of the tree and what stands in its place.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    pub path: &'a OutputPath,
    pub entry: &'a Entry,
    pub digest: u64,
    pub found: Found,
}

/// Looks at every place that the tree or the record names.
pub(super) fn survey<'a>(
    directory: &'a Path,
    tree: &'a Tree,
    record: &'a Record,
) -> Result<Survey<'a>, DiskError> {
    let survey = Surveyor { directory, tree, record };
    let mut obstacles = Vec::new();
    let needed: BTreeSet<&str> = tree.iter().flat_map(|(path, _)| path.directories()).collect();
    let needed = survey.needed_directories(needed, &mut obstacles)?;
    let files: Vec<_> = tree.iter().collect();
    let files = parallel::try_map(&files, |&(path, entry)| survey.file(path, entry, &needed))?;
    let stale: Vec<_> = record.files.keys().filter(|path| survey.is_stale(path)).collect();
    let unneeded = record.directories.iter();
    let unneeded = unneeded.filter(|path| !needed.contains_key(path.as_str()));
    let unneeded: Vec<_> = unneeded.filter(|path| !tree.keeps_below(path.as_str())).collect();
    let real = stale.iter().flat_map(|path| path.directories());
    let unneeded_above = unneeded.iter().flat_map(|path| path.directories());
    let real = real.chain(unneeded_above).chain(unneeded.iter().map(|path| path.as_str()));
    let real = survey.real_directories(real);
    let stale = parallel::try_map(&stale, |&path| Ok((path, survey.stale_file(path, &real)?)))?;
    let unneeded = unneeded.into_iter().filter(|path| real.contains(path.as_str())).collect();
    Ok(Survey { files, stale, needed, unneeded, obstacles })
}

struct Surveyor<'a> {
    directory: &'a Path,
    tree: &'a Tree,
    record: &'a Record,
}

impl<'a> Surveyor<'a> {
    fn is_stale(&self, path: &OutputPath) -> bool {
        self.record.files.contains_key(path)
            && self.tree.get(path.as_str()).is_none()
            && !self.tree.keeps(path.as_str())
    }

    /// Finds out which directories are there; parents come before their children.
    fn needed_directories(
        &self,
        needed: BTreeSet<&'a str>,
        obstacles: &mut Vec<String>,
    ) -> Result<BTreeMap<&'a str, bool>, DiskError> {
        let mut known = BTreeMap::new();
        for name in needed {
            let below = name.rsplit_once('/').is_none_or(|(parent, _)| known[parent]);
            let there = below && self.needed_directory(name, obstacles)?;
            known.insert(name, there);
        }
        Ok(known)
    }

    fn needed_directory(&self, name: &str, obstacles: &mut Vec<String>) -> Result<bool, DiskError> {
        let path = self.directory.join(name);
        match metadata(&path)? {
            Some(found) if found.is_symlink() => Err(DiskError::Link { path }),
            Some(found) if found.is_dir() => Ok(true),
            Some(_) => {
                let will_go = OutputPath::new(name).is_ok_and(|path| self.is_stale(&path));
                if !will_go {
                    obstacles.push(name.to_owned());
                }
                Ok(false)
            }
            None => Ok(false),
        }
    }

    fn file(
        &self,
        path: &'a OutputPath,
        entry: &'a Entry,
        directories: &BTreeMap<&str, bool>,
    ) -> Result<Seen<'a>, DiskError> {
        let there = path.directories().next_back().is_none_or(|parent| directories[parent]);
        let found = if there { self.look(path, Some(entry))? } else { Found::Absent };
        Ok(Seen { path, entry, digest: digest(entry.text.as_bytes()), found })
    }

    /// Those of the names, given with all names above them, that are directories, reached through
    /// no link: a link must not lead to files elsewhere.
    fn real_directories(&self, names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut real = BTreeSet::new();
        for name in names.collect::<BTreeSet<_>>() {
            let below = name.rsplit_once('/').is_none_or(|(parent, _)| real.contains(parent));
            let is_directory = |found: Metadata| found.is_dir();
            if below && fs::symlink_metadata(self.directory.join(name)).is_ok_and(is_directory) {
                real.insert(name);
            }
        }
        real
    }

    fn stale_file(&self, path: &OutputPath, real: &BTreeSet<&str>) -> Result<Found, DiskError> {
        let there = path.directories().next_back().is_none_or(|parent| real.contains(parent));
        if there { self.look(path, None) } else { Ok(Found::Absent) }
    }

    fn look(&self, path: &OutputPath, wanted: Option<&Entry>) -> Result<Found, DiskError> {
        let name = path;
        let path = self.directory.join(name.as_str());
        let Some(found) = metadata(&path)? else { return Ok(Found::Absent) };
        if found.is_symlink() {
            return Ok(Found::Link);
        }
        if !found.is_file() {
            let vacant = found.is_dir() && wanted.is_some() && self.is_vacated(&path)?;
            return Ok(if vacant { Found::Absent } else { Found::Obstacle });
        }
        if found.len() > LARGEST_FILE {
            return Ok(Found::Differs(0));
        }
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if is_absent(&error) => return Ok(Found::Absent),
            Err(error) => return Err(DiskError::io("read", &path)(error)),
        };
        let same = wanted.is_some_and(|entry| {
            entry.text.as_bytes() == bytes && is_executable(&found, entry) == entry.executable
        });
        Ok(if same { Found::Same } else { Found::Differs(digest(&bytes)) })
    }

    /// Whether a directory and all in it is emrgen's and goes with this build.
    fn is_vacated(&self, path: &Path) -> Result<bool, DiskError> {
        for entry in WalkDir::new(path) {
            let entry = entry.map_err(|error| DiskError::io("read", path)(error.into()))?;
            let below = entry.path().strip_prefix(self.directory).unwrap_or(entry.path());
            let names: Option<Vec<_>> = below.iter().map(|name| name.to_str()).collect();
            let name = names.and_then(|names| OutputPath::new(names.join("/")).ok());
            let goes = name.is_some_and(|name| match entry.file_type().is_dir() {
                true => self.record.directories.contains(&name),
                false => self.is_stale(&name),
            });
            if !goes {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn metadata(path: &Path) -> Result<Option<Metadata>, DiskError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(DiskError::io("read", path)(error)),
    }
}

#[cfg(unix)]
fn is_executable(found: &Metadata, _: &Entry) -> bool {
    use std::os::unix::fs::PermissionsExt;
    found.permissions().mode() & 0o100 != 0
}

/// Where files have no such bit, it is never wrong.
#[cfg(not(unix))]
fn is_executable(_: &Metadata, entry: &Entry) -> bool {
    entry.executable
}
