//! The files of one build: where each stands, and what is in it.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::Bound;

/// The directory in which the record of what emrgen wrote lies; no file of a tree may go there.
pub const RECORD_DIRECTORY: &str = ".emrgen";

/// The longest name of a file or directory, in bytes, on every common file system.
const LONGEST_NAME: usize = 255;

/// A place below the output directory: `/` between names, on every system a file of this place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(String);

impl OutputPath {
    /// Reads a relative path with `/` between its names.
    ///
    /// # Errors
    /// When the path is absolute or empty, has a `.` or `..` or empty name in it, a name that some
    /// file system refuses, or lies in [`RECORD_DIRECTORY`].
    pub fn new(path: impl Into<String>) -> Result<Self, PathError> {
        let path = path.into();
        let names = || path.split('/');
        let fault = if path.starts_with('/') {
            Some("is absolute")
        } else if names().next().is_some_and(|name| name.eq_ignore_ascii_case(RECORD_DIRECTORY)) {
            Some("lies in `.emrgen`, which is emrgen's own")
        } else {
            names().find_map(fault_of_name)
        };
        match fault {
            Some(fault) => Err(PathError { path, fault }),
            None => Ok(Self(path)),
        }
    }

    /// The path as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its directories, outermost first: `a` and `a/b` for `a/b/c.yaml`.
    pub fn directories(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| &self.0[..at])
    }
}

/// Ordered and compared as its text is.
impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn fault_of_name(name: &str) -> Option<&'static str> {
    let refused = |c: char| c.is_control() || r#"\:*?"<>|"#.contains(c);
    match name {
        "" => Some("has an empty name in it"),
        "." | ".." => Some("has `.` or `..` in it"),
        name if name.len() > LONGEST_NAME => Some("has a name of more than 255 bytes in it"),
        name if name.contains(refused) => {
            Some("has a control character or one of `\\ : * ? \" < > |` in it")
        }
        name if name.ends_with(['.', ' ']) => Some("has a name in it that ends in `.` or a blank"),
        _ => None,
    }
}

/// Why a text is no [`OutputPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// The text.
    pub path: String,
    /// What is wrong, to be read after the path.
    pub fault: &'static str,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "output path `{}` {}", self.path.escape_debug(), self.fault)
    }
}

impl std::error::Error for PathError {}

/// The content of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is in it.
    pub text: String,
    /// Whether it is a script that people run.
    pub executable: bool,
}

impl Entry {
    /// A file that is only read.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), executable: false }
    }

    /// A file that is run.
    #[must_use]
    pub fn script(text: impl Into<String>) -> Self {
        Self { text: text.into(), executable: true }
    }
}

/// The files of one build, ordered by path.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    files: BTreeMap<OutputPath, Entry>,
    /// Every file and directory by its name in lower case, as it was first spelt.
    names: HashMap<String, Name>,
    /// Files of a whole of which this tree is a part.
    kept: BTreeSet<OutputPath>,
}

#[derive(Clone, Debug)]
struct Name {
    spelling: String,
    is_file: bool,
}

impl Tree {
    /// Adds a file.
    ///
    /// # Errors
    /// When the tree has that file already, one that differs only in upper and lower case, or a
    /// file where this one needs a directory. The tree is then as it was.
    pub fn insert(&mut self, path: OutputPath, entry: Entry) -> Result<(), PathClash> {
        let names = path.directories().map(|name| (name, false));
        let names: Vec<_> = names.chain([(path.as_str(), true)]).collect();
        let mut added = Vec::new();
        for (name, is_file) in names {
            let folded = name.to_lowercase();
            match self.names.get(&folded) {
                None => added.push((folded, Name { spelling: name.to_owned(), is_file })),
                Some(known) if !known.is_file && !is_file && known.spelling == name => {}
                Some(known) => {
                    let other = known.spelling.clone();
                    return Err(PathClash { path, other });
                }
            }
        }
        self.names.extend(added);
        self.files.insert(path, entry);
        Ok(())
    }

    /// Says that a file belongs to the whole that this tree is a part of: where an earlier build
    /// wrote it, it stays.
    pub fn keep(&mut self, path: OutputPath) {
        self.kept.insert(path);
    }

    /// Whether a file that is not in the tree stays where it is.
    #[must_use]
    pub fn keeps(&self, path: &str) -> bool {
        self.kept.contains(path)
    }

    /// Whether some file that stays lies in this directory or below.
    #[must_use]
    pub fn keeps_below(&self, directory: &str) -> bool {
        let inside = format!("{directory}/");
        let next =
            self.kept.range::<str, _>((Bound::Included(inside.as_str()), Bound::Unbounded)).next();
        next.is_some_and(|path| path.as_str().starts_with(&inside))
    }

    /// The file at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.files.get(path)
    }

    /// The files, ordered by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&OutputPath, &Entry)> {
        self.files.iter()
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Two files that cannot both be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathClash {
    /// The file that came second.
    pub path: OutputPath,
    /// The file or directory that was there first.
    pub other: String,
}

impl fmt::Display for PathClash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, other } = self;
        if path.as_str() == other {
            write!(f, "two files would be written to `{path}`")
        } else {
            write!(f, "`{path}` and `{other}` cannot both be written on every file system")
        }
    }
}

impl std::error::Error for PathClash {}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutputPath {
        OutputPath::new(text).unwrap()
    }

    #[test]
    fn paths_stay_below_the_output_directory() {
        for text in [
            "",
            "/",
            "/a",
            "a/",
            "a//b",
            ".",
            "..",
            "../a",
            "a/../b",
            "./a",
            "a\\b",
            "C:x",
            "a\nb",
            "a\u{85}",
            "a.",
            "a /b",
            ".emrgen/x",
            ".EMRGEN",
            "a/?",
        ] {
            assert!(OutputPath::new(text).is_err(), "{text:?}");
        }
        assert!(OutputPath::new("x".repeat(256)).is_err());
        assert_eq!(path("a/.b/c d.yaml").directories().collect::<Vec<_>>(), ["a", "a/.b"]);
    }

    #[test]
    fn files_that_cannot_both_be_are_refused() {
        let mut tree = Tree::default();
        tree.insert(path("teams/a.yaml"), Entry::text("1")).unwrap();
        for clash in ["teams/a.yaml", "teams/A.yaml", "Teams/b.yaml", "teams", "teams/a.yaml/b"] {
            assert!(tree.insert(path(clash), Entry::text("2")).is_err(), "{clash}");
        }
        tree.insert(path("teams/b.yaml"), Entry::script("3")).unwrap();
        let paths: Vec<_> = tree.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["teams/a.yaml", "teams/b.yaml"]);
        assert_eq!(tree.get("teams/a.yaml"), Some(&Entry::text("1")));
    }

    #[test]
    fn a_part_keeps_the_rest_of_the_whole() {
        let mut tree = Tree::default();
        tree.keep(path("a/b/c"));
        tree.keep(path("a0"));
        assert!(tree.keeps("a/b/c") && !tree.keeps("a/b"));
        assert!(tree.keeps_below("a") && tree.keeps_below("a/b"));
        assert!(!tree.keeps_below("a0") && !tree.keeps_below("b"));
    }

    #[test]
    fn a_clash_says_which_two() {
        let mut tree = Tree::default();
        tree.insert(path("a"), Entry::text("")).unwrap();
        let clash = tree.insert(path("a/b"), Entry::text("")).unwrap_err();
        assert_eq!(clash.to_string(), "`a/b` and `a` cannot both be written on every file system");
    }
}
