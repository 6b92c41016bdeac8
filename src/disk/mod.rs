//! The only module that touches the disk.

#![allow(clippy::disallowed_methods, reason = "all reading and writing of files happens here")]

mod error;
mod files;
mod input;
mod stream;
pub mod output;

pub use error::DiskError;
pub use files::{Existing, write_files};
pub use input::{find_inputs, find_templates, list_inputs, read_stdin, read_text};
pub use stream::{write_stderr, write_stdout};
