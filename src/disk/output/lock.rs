//! One build at a time in one output directory.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use same_file::Handle;

use super::record::{record_directory, refuse_link};
use crate::disk::DiskError;

const LOCK_FILE: &str = "lock";

/// How often to ask for the lock before giving up, 50 ms apart: half a minute, several times what
/// the largest build takes to write.
const ATTEMPTS: u32 = 600;

/// Held while a build writes. The system releases it when the process ends, however it ends.
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Whether a build is writing, or was killed while it wrote.
    pub fn exists(directory: &Path) -> bool {
        fs::symlink_metadata(record_directory(directory).join(LOCK_FILE)).is_ok()
    }

    /// Waits for the lock, making the output directory if it is not there.
    pub fn acquire(directory: &Path) -> Result<Self, DiskError> {
        Self::acquire_within(directory, ATTEMPTS)
    }

    fn acquire_within(directory: &Path, attempts: u32) -> Result<Self, DiskError> {
        let parent = record_directory(directory);
        let path = parent.join(LOCK_FILE);
        for _ in 0..attempts {
            refuse_link(&parent)?;
            refuse_link(&path)?;
            fs::create_dir_all(&parent).map_err(DiskError::io("create", &parent))?;
            if let Some(file) = Self::attempt(&path)? {
                return Ok(Self { path, _file: file });
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(DiskError::Busy { directory: directory.to_owned() })
    }

    fn attempt(path: &Path) -> Result<Option<File>, DiskError> {
        let failed = || DiskError::io("lock", path);
        let mut options = OpenOptions::new();
        let file = match options.create(true).truncate(false).write(true).open(path) {
            Ok(file) => file,
            // The last holder has just removed the directory.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed()(error)),
        };
        match file.try_lock() {
            Ok(()) => Ok(is_still_at(&file, path).then_some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            // Some network file systems have no locks; builds there take turns by themselves.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                Ok(Some(file))
            }
            Err(TryLockError::Error(error)) => Err(failed()(error)),
        }
    }
}

/// Whether the locked file is the one that others find: its last holder removes it.
fn is_still_at(file: &File, path: &Path) -> bool {
    let held = file.try_clone().and_then(Handle::from_file);
    matches!((held, Handle::from_path(path)), (Ok(held), Ok(found)) if held == found)
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A file that stays is no harm: it is the lock on it that counts. The directory is empty
        // only after a build that was refused, which is to leave nothing.
        let _ = fs::remove_file(&self.path);
        let _ = self.path.parent().map(fs::remove_dir);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn is_exclusive_and_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::acquire_within(root.path(), 1).unwrap();
        assert!(matches!(Lock::acquire_within(root.path(), 2), Err(DiskError::Busy { .. })));
        drop(lock);
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
        Lock::acquire_within(root.path(), 1).unwrap();
    }

    #[test]
    fn many_take_turns() {
        let root = tempfile::tempdir().unwrap();
        let inside = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _lock = Lock::acquire(root.path()).unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    thread::sleep(Duration::from_millis(2));
                    inside.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
    }
}
