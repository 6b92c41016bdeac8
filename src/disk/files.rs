//! Writing single files where a user asked for them, without a record.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::DiskError;
use crate::render::tree::Tree;

/// What to do about files that are there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Write nothing, and name them all.
    Refuse,
    /// Write them anew.
    Replace,
}

/// Writes the files of a tree into a directory, which is made if it is not there.
///
/// # Errors
/// Before anything is written: files that are there already with another text, if they are to be
/// refused. While writing: what the system refuses.
pub fn write_files(directory: &Path, tree: &Tree, existing: Existing) -> Result<(), DiskError> {
    if existing == Existing::Refuse {
        refuse_existing(directory, tree)?;
    }
    for (path, entry) in tree.iter() {
        let path = directory.join(path.as_str());
        let parent = path.parent().unwrap_or(directory);
        fs::create_dir_all(parent).map_err(DiskError::io("create", parent))?;
        match existing {
            Existing::Refuse if holds(&path, &entry.text) => {}
            Existing::Refuse => create(&path, &entry.text)?,
            Existing::Replace => replace(&path, &entry.text)?,
        }
    }
    Ok(())
}

fn refuse_existing(directory: &Path, tree: &Tree) -> Result<(), DiskError> {
    let in_the_way = tree.iter().filter(|(path, entry)| {
        let path = directory.join(path.as_str());
        fs::symlink_metadata(&path).is_ok() && !holds(&path, &entry.text)
    });
    let files: Vec<String> = in_the_way.map(|(path, _)| path.to_string()).collect();
    if files.is_empty() {
        return Ok(());
    }
    Err(DiskError::Occupied { directory: directory.to_owned(), files })
}

fn holds(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|old| old == text.as_bytes())
}

fn create(path: &Path, text: &str) -> Result<(), DiskError> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let write = |mut file: fs::File| file.write_all(text.as_bytes());
    file.and_then(write).map_err(DiskError::io("write", path))
}

/// Replaces a file in one step, so that no reader sees half of it.
fn replace(path: &Path, text: &str) -> Result<(), DiskError> {
    if holds(path, text) {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".emrgen-tmp");
    let scratch = PathBuf::from(name);
    fs::write(&scratch, text).map_err(DiskError::io("write", path))?;
    fs::rename(&scratch, path).map_err(DiskError::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tree::{Entry, OutputPath};

    fn tree(files: &[(&str, &str)]) -> Tree {
        let mut tree = Tree::default();
        for (path, text) in files {
            tree.insert(OutputPath::new(*path).unwrap(), Entry::text(*text)).unwrap();
        }
        tree
    }

    #[test]
    fn what_is_there_is_refused_as_a_whole_or_replaced() {
        let root = tempfile::tempdir().unwrap();
        let home = root.path().join("new");
        write_files(&home, &tree(&[("a/b", "1")]), Existing::Refuse).unwrap();
        let two = tree(&[("a/b", "2"), ("c", "3")]);
        let error = write_files(&home, &two, Existing::Refuse).unwrap_err();
        assert!(error.to_string().ends_with("already has `a/b`"), "{error}");
        assert!(!home.join("c").exists());
        write_files(&home, &two, Existing::Replace).unwrap();
        assert_eq!(fs::read_to_string(home.join("a/b")).unwrap(), "2");
        assert_eq!(fs::read_dir(home.join("a")).unwrap().count(), 1);
    }
}
