//! Writing to standard output and standard error, where a reader may leave at any time.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::DiskError;

/// Writes to standard output; a closed pipe (`emrgen explain x | head`) is success.
///
/// # Errors
/// When writing fails for another reason, such as a full disk.
pub fn write_stdout(text: &str) -> Result<(), DiskError> {
    write_to(io::stdout().lock(), text).map_err(DiskError::io("write", Path::new("<stdout>")))
}

/// Writes to standard error; a closed pipe is success.
///
/// # Errors
/// When writing fails for another reason.
pub fn write_stderr(text: &str) -> Result<(), DiskError> {
    write_to(io::stderr().lock(), text).map_err(DiskError::io("write", Path::new("<stderr>")))
}

fn write_to(mut stream: impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_success_and_a_full_disk_is_not() {
        let mut written = Vec::new();
        write_to(&mut written, "text").unwrap();
        assert_eq!(written, b"text");
        assert!(write_to(Failing(ErrorKind::BrokenPipe), "text").is_ok());
        assert!(write_to(Failing(ErrorKind::StorageFull), "text").is_err());
    }
}
