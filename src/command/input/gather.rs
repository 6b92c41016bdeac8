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
use crate::source::{DocumentId, Node, SourceId, Sources};

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
    /// The texts that are no spec, with the file of each.
    pub foreign: BTreeMap<SourceId, PathBuf>,
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
    /// Reads everything that the paths mean; without any, the spec of the current directory.
    pub fn gather(
        &mut self,
        paths: &[PathBuf],
        ignores: &dyn Fn(&Path) -> bool,
    ) -> Result<(), Failure> {
        if paths.is_empty() {
            return self.gather_spec();
        }
        let mut documents = Vec::new();
        for path in paths {
            for file in files(path)?.into_iter().filter(|file| !ignores(file)) {
                let input = super::read(&file)?;
                let found = self.read(&file, &input);
                documents.extend(found.into_iter().map(|id| (file.clone(), id)));
            }
        }
        self.group(&documents);
        Ok(())
    }

    fn gather_spec(&mut self) -> Result<(), Failure> {
        let (inputs, root) = super::spec::read(&[])?;
        let Self { sources, diagnostics, .. } = self;
        let read = |input: Input| parse::read_yaml(sources, &input.name, &input.text, diagnostics);
        let documents = inputs.into_iter().flat_map(read).collect();
        self.specs.insert(root, documents);
        Ok(())
    }

    /// Reads one file; returns its documents that belong to a spec.
    fn read(&mut self, path: &Path, input: &Input) -> Vec<DocumentId> {
        let Self { sources, diagnostics, .. } = self;
        if super::spec::is_spec(path) {
            return parse::read_yaml(sources, &input.name, &input.text, diagnostics);
        }
        let mut loaded = Loaded::default();
        let before = sources.all().len();
        load::load(sources, &input.name, &input.text, diagnostics, &mut loaded);
        if loaded.spec.is_empty() {
            let id = u32::try_from(before).expect("a run has fewer than 2^32 texts");
            self.foreign.insert(SourceId(id), path.to_owned());
        }
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
