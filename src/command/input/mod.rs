//! From arguments to what the compiler reads.

mod gather;
mod over;
mod spec;

use std::collections::BTreeMap;
use std::path::Path;

use super::options::{OverOptions, SpecOptions};
use super::say::Failure;
use crate::artifact::Artifact;
use crate::compile::{self, Front, Input, Outcome, Read, Request};
use crate::disk;
use crate::render::artifacts;
use crate::render::tree::Tree;

pub use gather::Gathered;

/// A compiled spec and its files.
pub struct Compiled {
    /// What the compiler made of it.
    pub outcome: Outcome,
    /// The files of all compiled documents.
    pub tree: Tree,
}

/// Compiles the spec that the options name.
pub fn compile(options: &SpecOptions) -> Result<Compiled, Failure> {
    let (spec, root) = spec::read(&options.paths)?;
    let front = compile::front(Request { spec, ..over::request(&options.over, &root)? });
    finish(front, &root, Vec::new())
}

/// Compiles documents that have been read, and checks the result together with `others`.
pub fn compile_among(
    read: Read,
    root: &Path,
    options: &OverOptions,
    others: Vec<Artifact>,
) -> Result<Outcome, Failure> {
    let front = compile::understand(read, over::request(options, root)?);
    Ok(finish(front, root, others)?.outcome)
}

fn finish(front: Front, root: &Path, others: Vec<Artifact>) -> Result<Compiled, Failure> {
    let files = files(&front, root)?;
    let foreign = others.len();
    let mut outcome = compile::back_among(front, &files, others);
    let own = outcome.artifacts.len().saturating_sub(foreign);
    let tree = artifacts::tree(&outcome.artifacts[..own], &mut outcome.diagnostics);
    Ok(Compiled { outcome, tree })
}

/// Reads one file, or standard input for `-`.
pub fn read(path: &Path) -> Result<Input, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Input { name: "<stdin>".to_owned(), text: disk::read_stdin()? });
    }
    Ok(Input { name: shown(path), text: disk::read_text(path)? })
}

/// A path as people write it: without a leading `./`, with `/` between names.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

/// The texts of the files that jobs upload; one that is not there is left out and reported later.
fn files(front: &Front, root: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut found = BTreeMap::new();
    let Some(platform) = &front.platform else { return Ok(found) };
    for file in compile::files(platform).into_keys() {
        let path = root.join(&file);
        if path.is_file() {
            found.insert(file, disk::read_text(&path)?);
        }
    }
    Ok(found)
}
