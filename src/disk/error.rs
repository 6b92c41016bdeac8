//! What can go wrong with files, in words for people.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a file or directory could not be read or written.
#[derive(Debug)]
pub enum DiskError {
    /// The operating system refused.
    Io {
        /// The verb: `read`, `write`, `remove`.
        doing: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The operating system's reason.
        error: io::Error,
    },
    /// A text is not UTF-8.
    NotText {
        /// The file.
        path: PathBuf,
        /// The line of the first bad byte, from 1.
        line: usize,
    },
    /// A file is too large to be a spec or a manifest.
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// Files that emrgen did not write stand where a build would write.
    Foreign {
        /// The output directory.
        directory: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// Files stand where new ones are to be made.
    Occupied {
        /// The directory.
        directory: PathBuf,
        /// The files, relative to it.
        files: Vec<String>,
    },
    /// A directory stands where a file must go, or the other way round.
    Obstructed {
        /// The output directory.
        directory: PathBuf,
        /// What stands in the way, relative to it.
        paths: Vec<String>,
    },
    /// A symbolic link inside the output directory would lead writes out of it.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// The record of owned files cannot be understood.
    Record {
        /// The record.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Another build holds the output directory.
    Busy {
        /// The output directory.
        directory: PathBuf,
    },
}

impl DiskError {
    /// Names the operation and the path that an operating-system error belongs to.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Io { doing, path: path.to_owned(), error }
    }

    /// The next step.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Io { error, .. } => return known(error).map(|(_, help)| help.to_owned()),
            Self::NotText { .. } => "save the file as UTF-8",
            Self::TooLarge { .. } => "name the files that are specs or manifests",
            Self::Foreign { .. } => "move them away, or build with `--force` to overwrite them",
            Self::Occupied { .. } => "move them away, or choose another directory",
            Self::Obstructed { .. } => "move them away, or choose another directory with `--out`",
            Self::Link { .. } => "remove the link, or choose another directory with `--out`",
            Self::Record { .. } => "restore it, or remove it and build with `--force`",
            Self::Busy { .. } => "wait for the other build, or choose another directory",
        };
        Some(help.to_owned())
    }
}

/// Common reasons of an operating system, in its user's words, each with the next step.
const REASONS: [(ErrorKind, &str, &str); 6] = [
    (ErrorKind::NotFound, "there is no such file or directory", "check the path"),
    (ErrorKind::PermissionDenied, "permission denied", "check who may read and write there"),
    (ErrorKind::IsADirectory, "it is a directory", "name a file"),
    (ErrorKind::NotADirectory, "a part of the path is a file", "check the path"),
    (ErrorKind::StorageFull, "the disk is full", "free some space and run the command again"),
    (ErrorKind::ReadOnlyFilesystem, "the file system is read-only", "choose another directory"),
];

fn known(error: &io::Error) -> Option<(&'static str, &'static str)> {
    let known = REASONS.iter().find(|(kind, ..)| *kind == error.kind());
    known.map(|&(_, reason, help)| (reason, help))
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, error } => {
                write!(f, "cannot {doing} `{}`: {}", path.display(), reason(error))
            }
            Self::NotText { path, line } => {
                write!(f, "`{}` is not UTF-8 text, from line {line} on", path.display())
            }
            Self::TooLarge { path } => {
                write!(f, "`{}` is larger than 256 MiB", path.display())
            }
            Self::Foreign { directory, files } => {
                write!(f, "`{}` holds files that emrgen did not write", directory.display())?;
                list(f, files)
            }
            Self::Occupied { directory, files } => {
                write!(f, "`{}` already has", directory.display())?;
                let names: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
                write!(f, " {}", names.join(", "))
            }
            Self::Obstructed { directory, paths } => {
                write!(
                    f,
                    "files and directories are in each other's way in `{}`",
                    directory.display()
                )?;
                list(f, paths)
            }
            Self::Link { path } => {
                write!(
                    f,
                    "`{}` is a symbolic link, and a build does not write through links",
                    path.display()
                )
            }
            Self::Record { path, problem } => {
                write!(f, "cannot understand the record `{}`: {problem}", path.display())
            }
            Self::Busy { directory } => {
                write!(f, "another build is writing to `{}`", directory.display())
            }
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, paths: &[String]) -> fmt::Result {
    let separators = std::iter::once(": ").chain(std::iter::repeat(", "));
    paths.iter().zip(separators).try_for_each(|(path, separator)| write!(f, "{separator}`{path}`"))
}

fn reason(error: &io::Error) -> String {
    known(error).map_or_else(|| error.to_string(), |(reason, _)| reason.to_owned())
}

impl std::error::Error for DiskError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_where_and_the_next_step() {
        let error = DiskError::io("read", Path::new("a.yaml"))(ErrorKind::NotFound.into());
        assert_eq!(error.to_string(), "cannot read `a.yaml`: there is no such file or directory");
        assert_eq!(error.help().as_deref(), Some("check the path"));
        let files = vec!["a".to_owned(), "b/c".to_owned()];
        let error = DiskError::Foreign { directory: "out".into(), files };
        assert_eq!(error.to_string(), "`out` holds files that emrgen did not write: `a`, `b/c`");
    }
}
