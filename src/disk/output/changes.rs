//! What a build did, and what it would do.

use std::fs;
use std::path::Path;

use super::{Found, Record, Survey};
use crate::disk::DiskError;

/// What [`sync`](super::sync) did; paths relative to the output directory, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<String>,
    /// Files that were there with another text, or without the right to be run.
    pub changed: Vec<String>,
    /// Files that earlier builds wrote and this one does not.
    pub removed: Vec<String>,
    /// Those of `changed` and `removed` whose text was not emrgen's: someone edited them, or
    /// they were taken over by force.
    pub overwritten: Vec<String>,
    /// How many files were right already.
    pub unchanged: usize,
}

impl Changes {
    /// Whether no file was touched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A file that a build would add, change or remove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file, relative to the output directory.
    pub path: String,
    /// Its text now, bad bytes replaced; `None` if a build would add it.
    pub old: Option<String>,
    /// Its text after a build; `None` if a build would remove it. When it equals `old`, the right
    /// to be run differs.
    pub new: Option<String>,
    /// Whether emrgen did not write what is there, so that a build would refuse.
    pub foreign: bool,
}

/// The differences that a survey has found, ordered by path.
pub(super) fn differences(
    directory: &Path,
    seen: &Survey<'_>,
    record: &Record,
) -> Result<Vec<Difference>, DiskError> {
    super::plan::refuse_obstacles(directory, seen)?;
    let mut differences = Vec::new();
    for file in seen.files.iter().filter(|file| file.found != Found::Same) {
        let old = text_now(directory, file.path.as_str(), file.found)?;
        differences.push(Difference {
            path: file.path.to_string(),
            foreign: old.is_some() && !record.files.contains_key(file.path),
            old,
            new: Some(file.entry.text.clone()),
        });
    }
    let stale = seen.stale.iter().filter(|(_, found)| matches!(found, Found::Differs(_)));
    for (path, found) in stale {
        let old = text_now(directory, path.as_str(), *found)?;
        let path = path.to_string();
        differences.push(Difference { path, old, new: None, foreign: false });
    }
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(differences)
}

/// A link is not followed; it counts as an empty file.
fn text_now(directory: &Path, name: &str, found: Found) -> Result<Option<String>, DiskError> {
    match found {
        Found::Absent | Found::Obstacle => Ok(None),
        Found::Link => Ok(Some(String::new())),
        Found::Same | Found::Differs(_) => {
            let path = directory.join(name);
            let bytes = fs::read(&path).map_err(DiskError::io("read", &path))?;
            Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
    }
}
