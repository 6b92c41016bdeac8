use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use tempfile::{TempDir, tempdir};
use walkdir::WalkDir;

use super::record::record_path;
use super::*;
use crate::render::tree::{Entry, OutputPath};

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        let executable = path.ends_with(".sh");
        let entry = Entry { text: (*text).to_owned(), executable };
        tree.insert(OutputPath::new(*path).unwrap(), entry).unwrap();
    }
    tree
}

fn build(root: &TempDir, files: &[(&str, &str)]) -> Result<Changes, DiskError> {
    sync(root.path(), &tree(files), Foreign::Refuse)
}

/// Everything below a directory: files with their text, directories with none.
fn content(root: &Path) -> BTreeMap<String, Option<String>> {
    let entries = WalkDir::new(root).min_depth(1).into_iter().map(Result::unwrap);
    let below = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    let own = |name: &str| name.starts_with(".emrgen");
    entries
        .map(|entry| (below(entry.path()), fs::read_to_string(entry.path()).ok()))
        .filter(|(name, _)| !own(name))
        .collect()
}

fn names(root: &TempDir) -> Vec<String> {
    content(root.path()).into_keys().collect()
}

fn put(root: &TempDir, name: &str, text: &str) {
    let path = root.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn text(root: &TempDir, name: &str) -> String {
    fs::read_to_string(root.path().join(name)).unwrap()
}

#[test]
fn a_build_adds_changes_and_removes() {
    let root = tempdir().unwrap();
    let changes = build(&root, &[("a/b/c", "1"), ("a/d", "2"), ("e", "3")]).unwrap();
    assert_eq!(changes.added, ["a/b/c", "a/d", "e"]);
    let changes = build(&root, &[("a/d", "2"), ("e", "4"), ("f/g", "5")]).unwrap();
    assert_eq!((changes.added, changes.changed), (vec!["f/g".to_owned()], vec!["e".to_owned()]));
    assert_eq!((changes.removed, changes.unchanged), (vec!["a/b/c".to_owned()], 1));
    assert!(changes.overwritten.is_empty());
    assert_eq!(names(&root), ["a", "a/d", "e", "f", "f/g"]);
    assert_eq!(text(&root, "e"), "4");
    let own = fs::read_dir(root.path().join(".emrgen")).unwrap();
    let own: Vec<_> = own.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(own, ["owned.json"]);
}

#[test]
fn a_rebuild_without_changes_writes_nothing() {
    let root = tempdir().unwrap();
    let files = [("a/b", "1"), ("c.sh", "2")];
    build(&root, &files).unwrap();
    let times = || -> Vec<SystemTime> {
        let entries = WalkDir::new(root.path()).sort_by_file_name().into_iter();
        entries.map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap()).collect()
    };
    let before = times();
    let refuse = |path: &Path| panic!("writes {}", path.display());
    let changes = sync_in_steps(root.path(), &tree(&files), Foreign::Refuse, &refuse).unwrap();
    assert!(changes.is_empty());
    assert_eq!(changes.unchanged, 2);
    assert_eq!(before, times());
}

#[test]
fn foreign_files_are_kept_and_all_are_named() {
    let root = tempdir().unwrap();
    put(&root, "a/x", "mine");
    put(&root, "b", "mine");
    put(&root, "other", "mine");
    let before = content(root.path());
    let files = [("a/x", "1"), ("b", "2"), ("c", "3")];
    let error = build(&root, &files).unwrap_err();
    assert!(matches!(&error, DiskError::Foreign { files, .. } if files[..] == ["a/x", "b"]));
    assert_eq!(before, content(root.path()));
    assert!(!root.path().join(".emrgen").exists());
    let changes = sync(root.path(), &tree(&files), Foreign::TakeOver).unwrap();
    assert_eq!(changes.overwritten, ["a/x", "b"]);
    build(&root, &[]).unwrap();
    assert_eq!(names(&root), ["a", "other"], "`a` was there before");
}

#[test]
fn identical_foreign_files_are_adopted() {
    let root = tempdir().unwrap();
    put(&root, "a", "1");
    assert!(build(&root, &[("a", "1")]).unwrap().is_empty());
    assert_eq!(build(&root, &[]).unwrap().removed, ["a"]);
    assert!(names(&root).is_empty());
}

#[test]
fn files_edited_by_hand_are_overwritten_and_named() {
    let root = tempdir().unwrap();
    build(&root, &[("a", "1"), ("b", "1"), ("c", "1")]).unwrap();
    put(&root, "a", "edited");
    put(&root, "b", "edited");
    fs::remove_file(root.path().join("c")).unwrap();
    let changes = build(&root, &[("a", "1"), ("c", "1")]).unwrap();
    assert_eq!(changes.overwritten, ["a", "b"]);
    assert_eq!(changes.added, ["c"]);
    assert_eq!(names(&root), ["a", "c"]);
    assert_eq!(text(&root, "a"), "1");
}

#[test]
fn directories_with_foreign_files_stay() {
    let root = tempdir().unwrap();
    build(&root, &[("a/b/c", "1")]).unwrap();
    put(&root, "a/b/mine", "x");
    build(&root, &[("d", "1")]).unwrap();
    assert_eq!(names(&root), ["a", "a/b", "a/b/mine", "d"]);
    fs::remove_file(root.path().join("a/b/mine")).unwrap();
    build(&root, &[("d", "2")]).unwrap();
    assert_eq!(names(&root), ["d"]);
}

#[test]
fn files_become_directories_and_back() {
    let root = tempdir().unwrap();
    build(&root, &[("a", "1")]).unwrap();
    build(&root, &[("a/b/c", "1")]).unwrap();
    assert_eq!(names(&root), ["a", "a/b", "a/b/c"]);
    build(&root, &[("a", "1")]).unwrap();
    assert_eq!(names(&root), ["a"]);
}

#[test]
fn what_stands_in_the_way_is_named() {
    let root = tempdir().unwrap();
    put(&root, "a/mine", "x");
    put(&root, "b", "x");
    let obstructed = |foreign| {
        let error = sync(root.path(), &tree(&[("a", "1"), ("b/c", "1")]), foreign).unwrap_err();
        matches!(&error, DiskError::Obstructed { paths, .. } if paths[..] == ["a", "b"])
    };
    assert!(obstructed(Foreign::Refuse) && obstructed(Foreign::TakeOver));
    assert_eq!(names(&root), ["a", "a/mine", "b"]);
}

#[test]
fn a_record_that_makes_no_sense_stops_the_build() {
    let root = tempdir().unwrap();
    put(&root, ".emrgen/owned.json", "<<<<<<<");
    assert!(matches!(build(&root, &[("a", "1")]), Err(DiskError::Record { .. })));
    assert!(names(&root).is_empty());
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn scripts_can_be_run() {
        let root = tempdir().unwrap();
        build(&root, &[("a.sh", "1"), ("b", "1")]).unwrap();
        let mode = |name| fs::metadata(root.path().join(name)).unwrap().permissions().mode();
        assert_eq!((mode("a.sh") & 0o100, mode("b") & 0o111), (0o100, 0));
        fs::set_permissions(root.path().join("a.sh"), PermissionsExt::from_mode(0o644)).unwrap();
        assert_eq!(build(&root, &[("a.sh", "1"), ("b", "1")]).unwrap().changed, ["a.sh"]);
        assert_eq!(mode("a.sh") & 0o100, 0o100);
    }

    #[test]
    fn links_do_not_lead_writes_outside() {
        let (root, outside) = (tempdir().unwrap(), tempdir().unwrap());
        symlink(outside.path(), root.path().join("a")).unwrap();
        for foreign in [Foreign::Refuse, Foreign::TakeOver] {
            let error = sync(root.path(), &tree(&[("a/b", "1")]), foreign).unwrap_err();
            assert!(matches!(error, DiskError::Link { .. }));
        }
        assert!(names(&outside).is_empty());
    }

    #[test]
    fn links_do_not_lead_removals_outside() {
        let (root, outside) = (tempdir().unwrap(), tempdir().unwrap());
        build(&root, &[("a/b", "1")]).unwrap();
        fs::remove_dir_all(root.path().join("a")).unwrap();
        put(&outside, "b", "1");
        symlink(outside.path(), root.path().join("a")).unwrap();
        assert!(build(&root, &[]).unwrap().is_empty());
        assert_eq!(names(&outside), ["b"]);
    }

    #[test]
    fn a_link_in_place_of_a_file_is_foreign_and_never_written_through() {
        let (root, outside) = (tempdir().unwrap(), tempdir().unwrap());
        put(&outside, "x", "theirs");
        symlink(outside.path().join("x"), root.path().join("a")).unwrap();
        assert!(matches!(build(&root, &[("a", "1")]), Err(DiskError::Foreign { .. })));
        sync(root.path(), &tree(&[("a", "1")]), Foreign::TakeOver).unwrap();
        assert_eq!((text(&root, "a"), text(&outside, "x")), ("1".into(), "theirs".into()));
    }

    #[test]
    fn links_in_place_of_the_own_directory_are_refused() {
        for name in [".emrgen", ".emrgen/owned.json", ".emrgen/lock"] {
            let (root, outside) = (tempdir().unwrap(), tempdir().unwrap());
            let link = root.path().join(name);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(outside.path().join("x"), link).unwrap();
            assert!(matches!(build(&root, &[("a", "1")]), Err(DiskError::Link { .. })), "{name}");
            assert!(names(&outside).is_empty());
        }
    }

    #[test]
    fn a_link_in_place_of_the_scratch_directory_is_removed() {
        let (root, outside) = (tempdir().unwrap(), tempdir().unwrap());
        put(&outside, "x", "theirs");
        fs::create_dir(root.path().join(".emrgen")).unwrap();
        symlink(outside.path(), root.path().join(".emrgen/tmp")).unwrap();
        build(&root, &[("a", "1")]).unwrap();
        assert_eq!(names(&outside), ["x"]);
    }
}

const OLD: [(&str, &str); 6] =
    [("a/b/c", "1"), ("a/d", "1"), ("e", "1"), ("f", "1"), ("g/h", "1"), ("same", "1")];
const NEW: [(&str, &str); 6] =
    [("a", "2"), ("e", "2"), ("f/i", "2"), ("g/h", "2"), ("new/x.sh", "2"), ("same", "1")];

/// Whatever operation a build dies before, each file is old or new, and the next build ends well.
#[test]
fn a_killed_build_leaves_old_or_new_and_the_next_repairs() {
    let mut deaths = 0;
    loop {
        let root = tempdir().unwrap();
        put(&root, "g/mine", "x");
        build(&root, &OLD).unwrap();
        let killed = killed_after(deaths, &root, &NEW);
        put(&root, ".emrgen/lock", "");
        for (name, text) in content(root.path()) {
            let is_in = |files: &[(&str, &str)]| {
                files.iter().any(|(path, known)| *path == name && Some(*known) == text.as_deref())
            };
            assert!(text.is_none() || name == "g/mine" || is_in(&OLD) || is_in(&NEW), "{name}");
        }
        let changes = build(&root, if deaths % 2 == 0 { &NEW } else { &OLD }).unwrap();
        assert!(changes.overwritten.is_empty(), "{deaths}: {changes:?}");
        build(&root, &NEW).unwrap();
        assert_clean(&root);
        if !killed {
            break;
        }
        deaths += 1;
    }
    assert!(deaths > 20, "{deaths} operations");
}

/// Runs a build that dies before the operation after so many, and whether it did.
fn killed_after(operations: usize, root: &TempDir, files: &[(&str, &str)]) -> bool {
    let done = AtomicUsize::new(0);
    let step = |_: &Path| match done.fetch_add(1, Ordering::SeqCst) < operations {
        true => Ok(()),
        false => Err(io::Error::other("killed")),
    };
    sync_in_steps(root.path(), &tree(files), Foreign::Refuse, &step).is_err()
}

/// The directory is as if only the new build had ever run.
fn assert_clean(root: &TempDir) {
    let fresh = tempdir().unwrap();
    put(&fresh, "g/mine", "x");
    build(&fresh, &OLD).unwrap();
    build(&fresh, &NEW).unwrap();
    assert_eq!(content(root.path()), content(fresh.path()));
    let record = |root: &TempDir| fs::read_to_string(record_path(root.path())).unwrap();
    assert_eq!(record(root), record(&fresh));
    assert_eq!(fs::read_dir(root.path().join(".emrgen")).unwrap().count(), 1);
}

#[test]
fn builds_at_once_take_turns() {
    let root = tempdir().unwrap();
    let names: Vec<String> = (0..300).map(|at| format!("d{}/{at}", at % 7)).collect();
    std::thread::scope(|scope| {
        for build in 0..6 {
            let (root, names) = (&root, &names);
            scope.spawn(move || {
                let text = build.to_string();
                let files: Vec<_> = names
                    .iter()
                    .skip(build * 10)
                    .map(|name| (name.as_str(), text.as_str()))
                    .collect();
                sync(root.path(), &tree(&files), Foreign::Refuse).unwrap();
            });
        }
    });
    let texts: BTreeSet<_> = content(root.path()).into_values().flatten().collect();
    assert_eq!(texts.len(), 1, "the files of several builds are mixed");
}

#[test]
fn compare_tells_what_sync_would_do_and_writes_nothing() {
    let root = tempdir().unwrap();
    build(&root, &[("a", "1"), ("b", "1"), ("c", "1")]).unwrap();
    put(&root, "foreign", "x");
    put(&root, "b", "\u{e9}");
    let wanted = tree(&[("a", "1"), ("b", "2"), ("d/e", "3"), ("foreign", "y")]);
    let before = content(root.path());
    let differences = compare(root.path(), &wanted).unwrap();
    let shown: Vec<_> = differences
        .iter()
        .map(|d| (d.path.as_str(), d.old.as_deref(), d.new.as_deref(), d.foreign))
        .collect();
    assert_eq!(
        shown,
        [
            ("b", Some("é"), Some("2"), false),
            ("c", Some("1"), None, false),
            ("d/e", None, Some("3"), false),
            ("foreign", Some("x"), Some("y"), true),
        ]
    );
    assert_eq!(before, content(root.path()));
    assert!(compare(&root.path().join("nowhere"), &tree(&[])).unwrap().is_empty());
}

#[test]
fn a_part_leaves_the_rest_and_removes_what_the_whole_lost() {
    let root = tempdir().unwrap();
    build(&root, &[("a/b", "1"), ("a/old", "2"), ("c/d/e", "3")]).unwrap();
    let mut part = tree(&[("c/f", "4")]);
    for path in ["a/b", "c/d/e", "c/f"] {
        part.keep(OutputPath::new(path).unwrap());
    }
    let changes = sync(root.path(), &part, Foreign::Refuse).unwrap();
    assert_eq!(
        (changes.added, changes.removed),
        (vec!["c/f".to_owned()], vec!["a/old".to_owned()])
    );
    assert_eq!(sync(root.path(), &part, Foreign::Refuse).unwrap().added, Vec::<String>::new());
    // The record still knows what it kept, so that a build of the whole can remove it.
    build(&root, &[("g", "5")]).unwrap();
    assert_eq!(names(&root), ["g"]);
}
