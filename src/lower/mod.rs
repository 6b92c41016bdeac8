//! Platform to artifacts: every document of the platform, as typed values.
//!
//! Knows nothing of the disk, nothing of YAML. Each family is a directory, each kind a file, each
//! a function from the platform, or a part of it, to artifacts.

pub mod addon;
pub mod iam;
mod karpenter;
mod kubernetes;
mod monitoring;
mod scripts;
mod spark;
mod terraform;

#[cfg(test)]
mod testing;

use std::collections::BTreeMap;

use crate::artifact::Artifact;
use crate::model::Platform;

/// Lowers a platform into all of its documents; `files` are the texts that jobs upload, by path.
#[must_use]
pub fn lower(platform: &Platform, files: &BTreeMap<String, String>) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    artifacts.extend(karpenter::lower(platform));
    artifacts.extend(kubernetes::lower(platform));
    artifacts.extend(spark::lower(platform, files));
    artifacts.extend(monitoring::lower(platform));
    artifacts.extend(iam::lower(platform));
    artifacts.extend(addon::lower(platform));
    artifacts.extend(scripts::lower(platform));
    artifacts.push(kubernetes::kustomization(platform, &artifacts));
    artifacts.extend(terraform::lower(platform, &artifacts));
    if platform.allow.is_empty() {
        return artifacts;
    }
    artifacts.into_iter().map(|artifact| artifact.allowing(&platform.allow)).collect()
}
