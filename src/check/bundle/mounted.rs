//! The volumes that a pod has, of those that its document declares.

use serde_json::Value;

use super::{Job, JobSource, Pod, PodVolume, at, volume};
use crate::source::Route;

/// The volumes of a pod. Of those of an application, which both its pods share, the operator gives
/// each pod what it mounts; what neither mounts stays in sight.
pub fn of_pod<'a>(pod: &Pod<'a>, job: Option<&Job<'a>>) -> Vec<PodVolume<'a>> {
    let mut volumes = volume::of_pod(pod, job);
    if job.is_some_and(|job| job.source == JobSource::SparkApplication) {
        volumes.retain(|volume| !volume.mounts.is_empty() || !is_of_the_other(pod, &volume.name));
    }
    volumes
}

/// Whether the other pod of an application mounts a volume, and this one does not.
fn is_of_the_other(pod: &Pod<'_>, name: &str) -> bool {
    let Some((own, home)) = pod.at.steps().split_last() else { return false };
    let other = if *own == "driver".into() { "executor" } else { "driver" };
    let mounts_it = |part: &Route| {
        let part = pod.artifact.value().and_then(|value| at(value, part));
        part.is_some_and(|part| mounts(part, name))
    };
    !mounts_it(&pod.at) && mounts_it(&Route::ROOT.join(home).then(other))
}

/// Whether any container in a part of a document mounts a volume.
fn mounts(value: &Value, name: &str) -> bool {
    let is_it = |mount: &Value| mount.get("name").and_then(Value::as_str) == Some(name);
    match value {
        Value::Object(map) => map.iter().any(|(key, value)| match value.as_array() {
            Some(all) if key == "volumeMounts" => all.iter().any(is_it),
            _ => mounts(value, name),
        }),
        Value::Array(all) => all.iter().any(|value| mounts(value, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
