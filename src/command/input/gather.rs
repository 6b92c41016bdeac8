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
    /// What could not be read of manifests.
    pub diagnostics: Diagnostics,
    /// The specs, by the directory that their relative paths start from.
    pub specs: BTreeMap<PathBuf, Spec>,
    /// The documents that someone else wrote and emrgen recognises.
    pub artifacts: Vec<Artifact>,
    /// The file of each document that emrgen does not know.
    pub unknown: Vec<String>,
    /// The files that are templates still.
    pub templates: Vec<String>,
    /// The texts that are no spec, with the file of each.
    pub foreign: BTreeMap<SourceId, PathBuf>,
}

/// The texts of one spec.
#[derive(Debug, Default)]
pub struct Spec {
    /// Its documents.
    pub documents: Vec<DocumentId>,
    /// What could not be read of it: with that missing, little can be said of the rest.
    pub diagnostics: Diagnostics,
}

impl Spec {
    fn add(&mut self, other: Self) {
        self.documents.extend(other.documents);
        self.diagnostics.extend(other.diagnostics);
    }
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
        let mut parts = Vec::new();
        for path in paths {
            for file in files(path)?.into_iter().filter(|file| !ignores(file)) {
                let input = super::read(&file)?;
                let part = self.read(&file, &input);
                parts.push((file, part));
            }
        }
        self.group(parts);
        Ok(())
    }

    fn gather_spec(&mut self) -> Result<(), Failure> {
        let (inputs, root) = super::spec::read(&[])?;
        let mut spec = Spec::default();
        for input in inputs {
            spec.add(self.read_spec(&input));
        }
        self.specs.insert(root, spec);
        Ok(())
    }

    fn read_spec(&mut self, input: &Input) -> Spec {
        let mut diagnostics = Diagnostics::default();
        let Input { name, text } = input;
        let documents = parse::read_yaml(&mut self.sources, name, text, &mut diagnostics);
        Spec { documents, diagnostics }
    }

    /// Reads one file; returns what in it belongs to a spec.
    fn read(&mut self, path: &Path, input: &Input) -> Spec {
        if super::spec::is_spec(path) {
            return self.read_spec(input);
        }
        let mut loaded = Loaded::default();
        let mut diagnostics = Diagnostics::default();
        let before = self.sources.all().len();
        load::load(&mut self.sources, &input.name, &input.text, &mut diagnostics, &mut loaded);
        self.artifacts.extend(loaded.artifacts);
        self.unknown.extend(loaded.unknown);
        self.templates.extend(loaded.templates);
        if !loaded.spec.is_empty() || super::spec::is_broken_spec(input, &diagnostics) {
            return Spec { documents: loaded.spec, diagnostics };
        }
        let id = u32::try_from(before).expect("a run has fewer than 2^32 texts");
        self.foreign.insert(SourceId(id), path.to_owned());
        self.diagnostics.extend(diagnostics);
        Spec::default()
    }

    /// Puts each file of a spec to its platform: the one in the nearest directory above it.
    fn group(&mut self, mut parts: Vec<(PathBuf, Spec)>) {
        parts.retain(|(_, spec)| !spec.documents.is_empty() || !spec.diagnostics.is_empty());
        let home = |path: &Path| path.parent().map(Path::to_path_buf).unwrap_or_default();
        let roots: Vec<PathBuf> = parts
            .iter()
            .filter(|(path, spec)| !is_environment(path) && self.has_platform(spec))
            .map(|(path, _)| home(path))
            .collect();
        for (path, spec) in parts {
            let home = home(&path);
            // An environment is no spec of its own: `--env` lays it over one.
            if is_environment(&path) && home.parent().is_some_and(|above| contains(&roots, above)) {
                continue;
            }
            let above = home.ancestors().find(|directory| contains(&roots, directory));
            let only = (roots.len() == 1).then(|| roots[0].as_path());
            let root = above.or(only).unwrap_or(&home).to_path_buf();
            self.specs.entry(root).or_default().add(spec);
        }
    }

    /// Whether a platform is there; a file that cannot be read and has no team may well be it.
    fn has_platform(&self, spec: &Spec) -> bool {
        let is_unread = spec.documents.is_empty() && spec.diagnostics.has_errors();
        is_unread || spec.documents.iter().any(|id| self.is_platform(*id))
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
