//! What a cluster says of a pod that is there, and no wish of an author.

use serde_json::{Map, Value};

use crate::artifact::Artifact;

/// Whether a document is a pod as a cluster tells it. It has whatever Spark, EMR and Kubernetes
/// added to it. Tools that write a pod without asking a cluster leave its status empty.
#[must_use]
pub fn is_observed(artifact: &Artifact) -> bool {
    let status = artifact.value().and_then(|value| value.get("status")?.as_object());
    status.is_some_and(|status: &Map<String, Value>| !status.is_empty())
}
