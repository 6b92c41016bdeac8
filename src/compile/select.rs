//! Some of the documents.

use serde_json::Value;

use crate::artifact::{Artifact, Kind, Target};

/// The documents that a target takes, filtered as the command line says.
#[must_use]
pub fn select<'a>(artifacts: &'a [Artifact], filter: &Filter) -> Vec<&'a Artifact> {
    artifacts.iter().filter(|artifact| filter.takes(artifact)).collect()
}

/// Which documents are wanted; what is empty asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What consumes them.
    pub target: Option<Target>,
    /// The team, by name.
    pub team: Option<String>,
    /// The kind.
    pub kind: Option<Kind>,
    /// The `metadata.name`, or a part of the path.
    pub name: Option<String>,
}

impl Filter {
    fn takes(&self, artifact: &Artifact) -> bool {
        let named = |name: &String| {
            artifact.name() == Some(name.as_str())
                || artifact.value().and_then(|value| value.get("name")).and_then(Value::as_str)
                    == Some(name.as_str())
                || artifact.path.split(['/', '.']).any(|part| part == name)
        };
        self.target.is_none_or(|target| artifact.kind.facts().target == target)
            && self
                .team
                .as_ref()
                .is_none_or(|team| artifact.team.as_ref().is_some_and(|name| name.as_str() == team))
            && self.kind.is_none_or(|kind| artifact.kind == kind)
            && self.name.as_ref().is_none_or(named)
    }
}
