//! The record of what emrgen owns in an output directory.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::disk::DiskError;
use crate::render::json::to_json;
use crate::render::tree::{OutputPath, RECORD_DIRECTORY};

const RECORD_FILE: &str = "owned.json";

const ABOUT: &str = "what emrgen wrote here; the next build updates or removes it";

/// The form of the record that this release reads and writes.
const VERSION: u32 = 1;

/// What earlier builds made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Each file with the digests that its text may have: one after a build, two while a build is
    /// on its way from one to the other. None says that the file was written, but not what.
    pub files: BTreeMap<OutputPath, Vec<u64>>,
    /// The directories that were not there before.
    pub directories: BTreeSet<OutputPath>,
}

/// The record as it is on disk.
#[derive(Serialize, Deserialize)]
struct Written {
    about: String,
    version: u32,
    directories: Vec<String>,
    files: BTreeMap<String, String>,
}

/// Where everything of emrgen's own lies.
pub(super) fn record_directory(directory: &Path) -> PathBuf {
    directory.join(RECORD_DIRECTORY)
}

/// Where the record lies.
pub(super) fn record_path(directory: &Path) -> PathBuf {
    record_directory(directory).join(RECORD_FILE)
}

/// Whether a build wrote to this directory.
pub(in crate::disk) fn is_output(directory: &Path) -> bool {
    record_path(directory).is_file()
}

impl Record {
    /// Reads the record; where there is none, emrgen owns nothing.
    pub fn read(directory: &Path) -> Result<Self, DiskError> {
        let path = record_path(directory);
        refuse_link(&record_directory(directory))?;
        refuse_link(&path)?;
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) if error.kind() == ErrorKind::InvalidData => String::new(),
            Err(error) => return Err(DiskError::io("read", &path)(error)),
        };
        Self::from_json(&text).map_err(|problem| DiskError::Record { path, problem })
    }

    /// Reads the record's text. A path that leaves the directory is refused like any other fault:
    /// what the record names may be removed.
    fn from_json(text: &str) -> Result<Self, String> {
        let written: Written = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if written.version != VERSION {
            return Err(format!("it has version {}, not {VERSION}", written.version));
        }
        let path = |path: String| OutputPath::new(path).map_err(|error| error.to_string());
        let file = |(name, digests): (String, String)| {
            let digests = digests.split_whitespace().map(|digest| u64::from_str_radix(digest, 16));
            let digests = digests.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
            Ok((path(name)?, digests))
        };
        Ok(Self {
            files: written.files.into_iter().map(file).collect::<Result<_, String>>()?,
            directories: written.directories.into_iter().map(path).collect::<Result<_, _>>()?,
        })
    }

    /// The record's text.
    pub fn to_json(&self) -> String {
        let digests = |digests: &Vec<u64>| {
            digests.iter().map(|digest| format!("{digest:016x}")).collect::<Vec<_>>().join(" ")
        };
        let files = self.files.iter().map(|(path, known)| (path.to_string(), digests(known)));
        let written = Written {
            about: ABOUT.to_owned(),
            version: VERSION,
            directories: self.directories.iter().map(OutputPath::to_string).collect(),
            files: files.collect(),
        };
        to_json(&serde_json::to_value(written).expect("a struct of strings is JSON"))
    }
}

/// Refuses to follow a symbolic link that stands where emrgen would read or write its own.
pub(super) fn refuse_link(path: &Path) -> Result<(), DiskError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Err(DiskError::Link { path: path.to_owned() }),
        Ok(_) => Ok(()),
        Err(error) if is_absent(&error) => Ok(()),
        Err(error) => Err(DiskError::io("read", path)(error)),
    }
}

/// Whether an error says that nothing is there.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        let path = |text: &str| OutputPath::new(text).unwrap();
        let record = Record {
            files: [(path("a/b"), vec![1, u64::MAX]), (path("c"), vec![])].into(),
            directories: [path("a")].into(),
        };
        assert_eq!(Record::from_json(&record.to_json()), Ok(record));
    }

    #[test]
    fn refuses_paths_that_leave_the_directory_and_other_versions() {
        let text = Record::default().to_json();
        let outside = text.replace("\"files\": {}", "\"files\": { \"../x\": \"1\" }");
        assert_eq!(
            Record::from_json(&outside),
            Err("output path `../x` has `.` or `..` in it".to_owned())
        );
        let newer = text.replace("\"version\": 1", "\"version\": 2");
        assert_eq!(Record::from_json(&newer), Err("it has version 2, not 1".to_owned()));
        assert!(Record::from_json("").is_err());
    }
}
