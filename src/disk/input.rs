//! Reading what a user names: a file, a directory, or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::DiskError;
use super::output::is_output;

/// The largest text read, in bytes: no spec comes near it, and `/dev/zero` has an end.
const LARGEST_TEXT: u64 = 256 << 20;

/// Reads a text, without the byte-order mark that some editors put first.
///
/// # Errors
/// When the file cannot be read, is not UTF-8, or is larger than 256 MiB.
pub fn read_text(path: &Path) -> Result<String, DiskError> {
    let file = File::open(path).map_err(DiskError::io("read", path))?;
    text_within(LARGEST_TEXT, file, path)
}

/// Reads all of standard input as a text, like [`read_text`].
///
/// # Errors
/// As [`read_text`], with the path `<stdin>`.
pub fn read_stdin() -> Result<String, DiskError> {
    text_within(LARGEST_TEXT, io::stdin().lock(), Path::new("<stdin>"))
}

fn text_within(limit: u64, reader: impl Read, path: &Path) -> Result<String, DiskError> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(DiskError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(DiskError::TooLarge { path: path.to_owned() });
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
        DiskError::NotText { path: path.to_owned(), line }
    })?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// The files that a path means: itself, or the `*.yaml`, `*.yml` and `*.json` below a directory,
/// ordered by name.
///
/// Hidden files and directories are left out, and so is what an earlier build wrote below the
/// directory. Links are followed.
///
/// # Errors
/// When a directory or a link cannot be read.
pub fn find_inputs(path: &Path) -> Result<Vec<PathBuf>, DiskError> {
    walk(path, usize::MAX)
}

/// Like [`find_inputs`], without what lies in directories of the directory.
///
/// # Errors
/// As [`find_inputs`].
pub fn list_inputs(directory: &Path) -> Result<Vec<PathBuf>, DiskError> {
    walk(directory, 1)
}

/// The `*.j2` below a directory, ordered by name.
///
/// # Errors
/// As [`find_inputs`].
pub fn find_templates(directory: &Path) -> Result<Vec<PathBuf>, DiskError> {
    walk_for(directory, usize::MAX, |path| path.extension().is_some_and(|ending| ending == "j2"))
}

fn walk(path: &Path, depth: usize) -> Result<Vec<PathBuf>, DiskError> {
    walk_for(path, depth, is_document)
}

fn walk_for(
    path: &Path,
    depth: usize,
    wanted: fn(&Path) -> bool,
) -> Result<Vec<PathBuf>, DiskError> {
    let walk = WalkDir::new(path).max_depth(depth).follow_links(true).sort_by_file_name();
    let walk = walk.into_iter();
    let mut found = Vec::new();
    for entry in walk.filter_entry(|entry| entry.depth() == 0 || is_visible(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.depth() == 0 || wanted(entry.path()) => {
                found.push(entry.into_path());
            }
            // What a link back to an own ancestor holds is found there.
            Err(error) if error.loop_ancestor().is_some() => {}
            Err(error) if error.depth() > 0 && is_other_file(&error) => {}
            Ok(_) => {}
            Err(error) => return Err(walk_error(path, error)),
        }
    }
    Ok(found)
}

fn is_visible(entry: &DirEntry) -> bool {
    let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
    let written = entry.file_type().is_dir() && is_output(entry.path());
    !hidden && !written
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|known| ending == *known))
}

/// Whether a walk stumbled over a dangling link that nobody would read anyway.
fn is_other_file(error: &walkdir::Error) -> bool {
    let missing = error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound);
    missing && error.path().is_some_and(|path| !is_document(path))
}

fn walk_error(root: &Path, error: walkdir::Error) -> DiskError {
    let path = error.path().unwrap_or(root).to_owned();
    let error = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
    DiskError::Io { doing: "read", path, error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn finds_documents_in_order_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        for file in [
            "b.yaml",
            "a/z.json",
            "a/b.yml",
            "a.txt",
            ".git/c.yaml",
            ".d.yaml",
            "C.yaml",
            "out/.emrgen/owned.json",
            "out/x.yaml",
        ] {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let names = |path: &Path| -> Vec<String> {
            let found = find_inputs(path).unwrap();
            let below =
                |path: &PathBuf| path.strip_prefix(root.path()).unwrap().display().to_string();
            found.iter().map(below).collect()
        };
        assert_eq!(names(root.path()), ["C.yaml", "a/b.yml", "a/z.json", "b.yaml"]);
        assert_eq!(names(&root.path().join("out")), ["out/x.yaml"]);
        let listed = list_inputs(root.path()).unwrap();
        assert_eq!(listed, [root.path().join("C.yaml"), root.path().join("b.yaml")]);
        assert_eq!(names(&root.path().join("a.txt")), ["a.txt"]);
        assert!(find_inputs(&root.path().join("none")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_and_loops_end() {
        let root = tempfile::tempdir().unwrap();
        let link = |to: &str, name: &str| {
            std::os::unix::fs::symlink(root.path().join(to), root.path().join(name)).unwrap();
        };
        fs::write(root.path().join("a.yaml"), "").unwrap();
        link("a.yaml", "b.yaml");
        link(".", "loop");
        link("nothing", "dangling");
        assert_eq!(find_inputs(root.path()).unwrap().len(), 2);
        link("nothing", "dangling.yaml");
        assert!(find_inputs(root.path()).is_err());
    }

    #[test]
    fn only_text_is_read() {
        let read = |bytes: &[u8]| text_within(8, bytes, Path::new("x"));
        assert_eq!(read("\u{feff}a: é".as_bytes()).unwrap(), "a: é");
        let error = read(b"a\nb\n\xff").unwrap_err();
        assert_eq!(error.to_string(), "`x` is not UTF-8 text, from line 3 on");
        let error = text_within(8, io::repeat(b'a'), Path::new("x")).unwrap_err();
        assert!(matches!(error, DiskError::TooLarge { .. }));
        assert!(read_text(Path::new("/nonexistent")).is_err());
        assert!(read_text(&std::env::temp_dir()).is_err());
    }
}
