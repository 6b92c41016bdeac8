//! The pods of Deployments, Jobs and their like.

use k8s_openapi::api::core::v1::{EphemeralVolumeSource, PersistentVolumeClaimTemplate, Volume};
use serde::Deserialize;
use serde_json::Value;

use super::{Pod, Role, read};
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::source::Route;

/// The pod of a workload. Those of DaemonSets go where the nodes are and open none.
pub fn of_object(artifact: &Artifact) -> Option<Pod<'_>> {
    if artifact.kind != Kind::Object {
        return None;
    }
    let value = artifact.value()?;
    let text = |key: &str| value.get(key)?.as_str();
    let (noun, at) = place(text("apiVersion")?, text("kind")?)?;
    let title = format!("{noun} `{}`", artifact.name().unwrap_or(&artifact.path));
    let mut pod = read::pod(artifact, &at, Role::Other, None, title)?;
    pod.spec.volumes.get_or_insert_default().extend(claims(value));
    Some(pod)
}

/// The volumes that a stateful set makes for each of its pods.
fn claims(value: &Value) -> Vec<Volume> {
    let claims = value.pointer("/spec/volumeClaimTemplates").and_then(Value::as_array);
    let claims = claims.into_iter().flatten().filter_map(|claim| {
        let template = PersistentVolumeClaimTemplate::deserialize(claim).ok()?;
        Some(Volume {
            name: claim.pointer("/metadata/name")?.as_str()?.to_owned(),
            ephemeral: Some(EphemeralVolumeSource { volume_claim_template: Some(template) }),
            ..Volume::default()
        })
    });
    claims.collect()
}

/// What people call a kind of workload, and where its pod stands.
fn place(api_version: &str, kind: &str) -> Option<(&'static str, Route)> {
    let template = || route!["spec", "template"];
    match (api_version, kind) {
        ("apps/v1", "Deployment") => Some(("deployment", template())),
        ("apps/v1", "StatefulSet") => Some(("stateful set", template())),
        ("apps/v1", "ReplicaSet") => Some(("replica set", template())),
        ("batch/v1", "Job") => Some(("job", template())),
        ("batch/v1", "CronJob") => {
            Some(("cron job", route!["spec", "jobTemplate"].join(template().steps())))
        }
        _ => None,
    }
}
