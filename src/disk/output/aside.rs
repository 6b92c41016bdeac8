//! New directories are filled aside and moved to their places as a whole.
//!
//! One move puts thousands of files in place, and until then none of them can be seen half
//! written; a move for each file would cost as much again as writing it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::render::tree::OutputPath;

/// The outermost of the directories to be made, each with where it is filled.
pub(super) struct Aside<'p> {
    directories: BTreeMap<&'p str, PathBuf>,
}

impl<'p> Aside<'p> {
    /// Finds a place below `scratch` for each of the outermost of some directories, which come
    /// parents first.
    pub fn new(create: &'p [OutputPath], scratch: &Path) -> Self {
        let mut directories: BTreeMap<&str, PathBuf> = BTreeMap::new();
        for path in create {
            if path.directories().all(|above| !directories.contains_key(above)) {
                let name = format!("new-{}", directories.len());
                directories.insert(path.as_str(), scratch.join(name));
            }
        }
        Self { directories }
    }

    /// Where a path is while its directory is filled; `None` if its directory is there already.
    pub fn place(&self, path: &str) -> Option<PathBuf> {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.map(|end| path.split_at(end)).find_map(|(above, below)| {
            let place = self.directories.get(above)?;
            Some(if below.is_empty() { place.clone() } else { place.join(&below[1..]) })
        })
    }

    /// Each directory, by its path in the output, with where it is filled.
    pub fn iter(&self) -> impl Iterator<Item = (&'p str, &Path)> {
        self.directories.iter().map(|(path, place)| (*path, place.as_path()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_outermost_directories_are_moved() {
        let paths = ["a", "a/b", "c/d", "c/d/e", "c/dd"].map(|path| OutputPath::new(path).unwrap());
        let aside = Aside::new(&paths, Path::new("tmp"));
        let moved: Vec<_> = aside.iter().map(|(path, _)| path).collect();
        assert_eq!(moved, ["a", "c/d", "c/dd"]);
        let place = |path| aside.place(path).map(|place| place.to_str().unwrap().to_owned());
        assert_eq!(place("a"), Some("tmp/new-0".to_owned()));
        assert_eq!(place("a/b/x"), Some("tmp/new-0/b/x".to_owned()));
        assert_eq!(place("c/d/e/x"), Some("tmp/new-1/e/x".to_owned()));
        assert_eq!(place("c/x"), None);
        assert_eq!(place("x"), None);
    }
}
