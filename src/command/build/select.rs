//! Which documents a build writes, and where.

use crate::artifact::{Artifact, Kind, Target};
use crate::command::input::Compiled;
use crate::command::options::FilterOptions;
use crate::command::say::Failure;
use crate::compile::{self, Filter};
use crate::diagnostic::Diagnostics;
use crate::render::artifacts;
use crate::render::tree::{OutputPath, Tree};

/// What the options ask for.
#[derive(Clone, Debug)]
pub struct Selection {
    filter: Filter,
    /// The options as typed, for messages.
    words: String,
}

impl Selection {
    /// `None` where the options ask for nothing in particular.
    pub fn new(options: &FilterOptions) -> Result<Option<Self>, Failure> {
        let typed = [
            ("target", &options.target),
            ("team", &options.team),
            ("kind", &options.kind),
            ("name", &options.name),
        ];
        let words = typed
            .iter()
            .filter_map(|(option, value)| Some(format!("--{option} {}", value.as_ref()?)));
        let words = words.collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return Ok(None);
        }
        let target = options.target.as_deref().and_then(target);
        let kind = options.kind.as_deref().map(kind).transpose()?;
        let (team, name) = (options.team.clone(), options.name.clone());
        Ok(Some(Self { filter: Filter { target, team, kind, name }, words }))
    }

    /// Asks for what `kubectl apply` takes, unless the options say otherwise.
    pub fn for_kubectl(selection: Option<&Self>) -> Self {
        let words = "--target kubectl".to_owned();
        let none = Self { filter: Filter::default(), words };
        let mut selection = selection.cloned().unwrap_or(none);
        let filter = &mut selection.filter;
        if filter.target.is_none() && filter.kind.is_none() {
            filter.target = Some(Target::Kubectl);
        }
        selection
    }

    /// What kind of consumer is asked for.
    pub fn target(&self) -> Option<Target> {
        self.filter.target
    }

    /// The documents; that there are none is a failure.
    pub fn of<'a>(&self, all: &'a [Artifact]) -> Result<Vec<&'a Artifact>, Failure> {
        let chosen = compile::select(all, &self.filter);
        if chosen.is_empty() {
            return Err(Failure::new(
                format!("no document of the spec matches `{}`", self.words),
                "`emrgen build -o DIR` writes all of them; their paths show target, team, name and kind",
            ));
        }
        Ok(chosen)
    }
}

fn target(name: &str) -> Option<Target> {
    Target::ALL.into_iter().find(|target| target.name() == name)
}

fn kind(name: &str) -> Result<Kind, Failure> {
    let same = |kind: &&Kind| kind.facts().name.eq_ignore_ascii_case(name);
    Kind::ALL.iter().find(same).copied().ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.facts().name).collect();
        Failure::new(
            format!("there is no kind `{name}`"),
            format!("the kinds are {}", names.join(", ")),
        )
    })
}

/// The files of a selection. Those that a whole build would write there stay as they are.
pub fn selected_tree(compiled: &mut Compiled, selection: &Selection) -> Result<Tree, Failure> {
    if compiled.outcome.diagnostics.has_errors() {
        return Ok(Tree::default());
    }
    let chosen = selection.of(&compiled.outcome.artifacts)?;
    let chosen: Vec<Artifact> =
        chosen.into_iter().map(|one| placed(one, selection.target())).collect();
    let mut diagnostics = Diagnostics::default();
    let mut tree = artifacts::tree(&chosen, &mut diagnostics);
    for artifact in &compiled.outcome.artifacts {
        let paths = [artifact.path.as_str(), below(artifact, Some(artifact.kind.facts().target))];
        paths.into_iter().filter_map(|path| OutputPath::new(path).ok()).for_each(|path| {
            tree.keep(path);
        });
    }
    compiled.outcome.diagnostics.extend(diagnostics);
    Ok(tree)
}

fn placed(artifact: &Artifact, target: Option<Target>) -> Artifact {
    Artifact { path: below(artifact, target).to_owned(), ..artifact.clone() }
}

/// A document for one target lies directly in the directory asked for: `infra/vpc.tf.json`.
fn below(artifact: &Artifact, target: Option<Target>) -> &str {
    let home = match target {
        None => return &artifact.path,
        Some(Target::Kubectl) => "kubernetes/",
        Some(Target::Terraform) => "terraform/",
        Some(Target::Emr | Target::PodTemplates) => "emr/",
        Some(Target::Helm) => "helm/",
        Some(Target::Iam) => "iam/",
        Some(Target::Scripts) => "scripts/",
    };
    artifact.path.strip_prefix(home).unwrap_or(&artifact.path)
}
