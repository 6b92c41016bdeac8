//! The list of files that kustomize and GitOps tools apply.

use serde_json::json;

use crate::artifact::{Artifact, Kind, Target};
use crate::model::Platform;

/// The directory that it lists.
const DIRECTORY: &str = "kubernetes/";

/// The kustomization of all objects of the platform, in the order in which they can be applied.
/// Jobs lie elsewhere and are no part of it: to apply one is to run it.
pub fn lower(platform: &Platform, artifacts: &[Artifact]) -> Artifact {
    let mut files: Vec<(u8, &str)> = artifacts
        .iter()
        .filter(|artifact| artifact.kind.facts().target == Target::Kubectl)
        .filter_map(|artifact| {
            Some((artifact.kind.facts().rank, artifact.path.strip_prefix(DIRECTORY)?))
        })
        .collect();
    files.sort_by_key(|(rank, _)| *rank);
    let files: Vec<&str> = files.into_iter().map(|(_, file)| file).collect();
    let value = json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": files,
    });
    let path = format!("{DIRECTORY}kustomization.yaml");
    Artifact::data(Kind::Kustomization, path, &value, &platform.origin)
}
