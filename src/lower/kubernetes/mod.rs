//! Core Kubernetes objects of teams and storage.

mod namespace;

use crate::artifact::Artifact;
use crate::model::Platform;

/// All core objects.
pub fn lower(platform: &Platform) -> impl Iterator<Item = Artifact> + '_ {
    platform.teams.iter().map(namespace::lower)
}
