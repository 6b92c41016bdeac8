//! Finding and reading `.emrgen.yaml`.

use std::path::{Component, Path, PathBuf};

use crate::command::input;
use crate::command::options::CheckOptions;
use crate::command::say::Failure;
use crate::compile::{Waivers, path_matches};
use crate::diagnostic::Diagnostics;
use crate::parse;
use crate::source::{DocumentId, Sources};
use crate::spec::{self, Settings};
use crate::units::MinorVersion;

const FILE: &str = ".emrgen.yaml";

/// What `.emrgen.yaml` says, and from where its paths start.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// What it says; what the options say wins.
    pub settings: Settings,
    document: Option<DocumentId>,
    root: PathBuf,
}

impl Config {
    /// Reads the file that the options name, or the nearest in this directory or above.
    pub fn read(
        options: &CheckOptions,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Failure> {
        let here = here()?;
        let mut config = Self { root: here.clone(), ..Self::default() };
        let path = match &options.config {
            Some(path) => Some(path.clone()),
            None => nearest(&here),
        };
        if let Some(path) = path {
            let input = input::read(&shortest(&here, &path))?;
            let documents = parse::read_yaml(sources, &input.name, &input.text, diagnostics);
            config.document = documents.first().copied();
            let read = |id| spec::decode_settings(sources, id, diagnostics);
            config.settings = config.document.and_then(read).unwrap_or_default();
            let home = absolute(&here, &path).parent().map(Path::to_path_buf);
            config.root = home.unwrap_or(here);
        }
        config.override_targets(options)?;
        Ok(config)
    }

    fn override_targets(&mut self, options: &CheckOptions) -> Result<(), Failure> {
        let over = &options.spec.over;
        let settings = &mut self.settings;
        let fields = [
            ("--karpenter", &over.karpenter, &mut settings.karpenter),
            ("--kubernetes", &over.kubernetes, &mut settings.kubernetes),
        ];
        for (name, written, field) in fields {
            if let Some(text) = written {
                let version = MinorVersion::parse(text);
                let version = version.map_err(|error| {
                    Failure::new(format!("`{name} {text}`: {error}"), "write `X.Y`, such as `1.9`")
                })?;
                *field = Some(version);
            }
        }
        Ok(())
    }

    /// A path as the patterns of the file see it; `None` for what lies elsewhere.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let path = absolute(&here().ok()?, path);
        let below = path.strip_prefix(&self.root).ok()?;
        Some(below.to_string_lossy().replace('\\', "/"))
    }

    /// Whether a file is to be left out.
    pub fn ignores(&self, path: &Path) -> bool {
        let Some(name) = self.relative(path) else { return false };
        self.settings.ignore.iter().any(|pattern| path_matches(pattern, &name))
    }

    /// The findings that the file accepts.
    pub fn waivers(&self, paths: &[PathBuf], diagnostics: &mut Diagnostics) -> Waivers {
        let mut waivers = Waivers::default();
        if let Some(document) = self.document {
            let walked: Vec<String> = paths.iter().filter_map(|path| self.relative(path)).collect();
            waivers.read_settings(&self.settings, document, &walked, diagnostics);
        }
        waivers
    }
}

fn here() -> Result<PathBuf, Failure> {
    std::env::current_dir().map_err(|error| {
        Failure::new(
            format!("cannot tell the current directory: {error}"),
            "change to one that exists",
        )
    })
}

/// The file in a directory or the nearest above it, within the same repository.
fn nearest(directory: &Path) -> Option<PathBuf> {
    for above in directory.ancestors() {
        if above.join(FILE).is_file() {
            return Some(above.join(FILE));
        }
        if above.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Below the current directory a path is shown without it.
fn shortest(here: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(here).unwrap_or(path).to_path_buf()
}

/// The path from the root, with `.` and `..` taken literally.
fn absolute(here: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for part in here.join(path).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => whole.push(part),
        }
    }
    whole
}
