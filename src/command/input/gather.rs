//! Everything that `emrgen check` is pointed at: specs, other people's manifests, and the rest.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::artifact::Artifact;
use crate::command::say::Failure;
use crate::compile::Input;
use crate::diagnostic::Diagnostics;
use crate::disk;
use crate::load::{self, Loaded};
use crate::parse;
use crate::source::{DocumentId, Node, Sources};

/// What was found.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The texts and documents.
    pub sources: Sources,
    /// What could not be read.
    pub diagnostics: Diagnostics,
    /// The specs, by the directory that their relative paths start from.
    pub specs: BTreeMap<PathBuf, Vec<DocumentId>>,
    /// The documents that someone else wrote and emrgen recognises.
    pub artifacts: Vec<Artifact>,
    /// The file of each document that emrgen does not know.
    pub unknown: Vec<String>,
}

/// Reads everything that the paths mean; without any, the spec of the current directory.
pub fn gather(paths: &[PathBuf]) -> Result<Gathered, Failure> {
    if paths.is_empty() {
        return gather_spec();
    }
    let mut gathered = Gathered::default();
    let mut documents = Vec::new();
    for path in paths {
        for file in files(path)? {
            let input = super::read(&file)?;
            let found = gathered.read(&file, &input);
            documents.extend(found.into_iter().map(|id| (file.clone(), id)));
        }
    }
    gathered.group(&documents);
    Ok(gathered)
}

fn gather_spec() -> Result<Gathered, Failure> {
    let (inputs, root) = super::spec::read(&[])?;
    let mut gathered = Gathered::default();
    let Gathered { sources, diagnostics, .. } = &mut gathered;
    let read = |input: Input| parse::read_yaml(sources, &input.name, &input.text, diagnostics);
    let documents = inputs.into_iter().flat_map(read).collect();
    gathered.specs.insert(root, documents);
    Ok(gathered)
}

/// The files that a path means. Templates of Helm charts are no YAML until Helm has rendered them.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = disk::find_inputs(path)?;
    found.retain(|file| !file.ancestors().any(is_chart_templates));
    Ok(found)
}

fn is_chart_templates(directory: &Path) -> bool {
    let chart = directory.parent().map(|chart| chart.join("Chart.yaml"));
    directory.file_name().is_some_and(|name| name == "templates")
        && chart.is_some_and(|chart| chart.is_file())
}

impl Gathered {
    /// Reads one file; returns its documents that belong to a spec.
    fn read(&mut self, path: &Path, input: &Input) -> Vec<DocumentId> {
        let Self { sources, diagnostics, .. } = self;
        if super::spec::is_spec(path) {
            return parse::read_yaml(sources, &input.name, &input.text, diagnostics);
        }
        let mut loaded = Loaded::default();
        load::load(sources, &input.name, &input.text, diagnostics, &mut loaded);
        self.artifacts.extend(loaded.artifacts);
        self.unknown.extend(loaded.unknown);
        loaded.spec
    }

    /// Puts each document of a spec to its platform: the one in the nearest directory above it.
    fn group(&mut self, documents: &[(PathBuf, DocumentId)]) {
        let home = |path: &Path| path.parent().map(Path::to_path_buf).unwrap_or_default();
        let roots: Vec<PathBuf> = documents
            .iter()
            .filter(|(path, id)| !is_environment(path) && self.is_platform(*id))
            .map(|(path, _)| home(path))
            .collect();
        for (path, id) in documents {
            let home = home(path);
            // An environment is no spec of its own: `--env` lays it over one.
            if is_environment(path) && home.parent().is_some_and(|above| contains(&roots, above)) {
                continue;
            }
            let above = home.ancestors().find(|directory| contains(&roots, directory));
            let only = (roots.len() == 1).then(|| roots[0].as_path());
            let root = above.or(only).unwrap_or(&home).to_path_buf();
            self.specs.entry(root).or_default().push(*id);
        }
    }

    fn is_platform(&self, id: DocumentId) -> bool {
        self.sources.document(id).get("kind").and_then(Node::as_str) == Some("Platform")
    }
}

fn contains(roots: &[PathBuf], directory: &Path) -> bool {
    roots.iter().any(|root| root == directory)
}

fn is_environment(path: &Path) -> bool {
    let home = path.parent().and_then(Path::file_name);
    home.is_some_and(|name| name == "environments")
}
