//! Pods read from manifests, and what Spark's configuration adds to them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::PodSpec;
use serde::Deserialize;
use serde_json::Value;

use super::{Pod, Role, silent};
use crate::artifact::Artifact;
use crate::catalog::spark;
use crate::check::bundle::{Job, Written};
use crate::source::{Route, Step};

/// A pod read from a part of a document: its `metadata` and its `spec`.
pub fn pod<'a>(
    artifact: &'a Artifact,
    at: &Route,
    role: Role,
    job: Option<usize>,
    title: String,
) -> Option<Pod<'a>> {
    let value = at.steps().iter().try_fold(artifact.value()?, |value, step| match step {
        Step::Key(key) => value.get(key.as_ref()),
        Step::Index(index) => value.get(index),
    })?;
    let metadata = value.get("metadata");
    Some(Pod {
        job,
        labels: texts(metadata.and_then(|metadata| metadata.get("labels"))),
        annotations: texts(metadata.and_then(|metadata| metadata.get("annotations"))),
        spec: PodSpec::deserialize(value.get("spec")?).ok()?,
        ..silent(artifact, at.then("spec"), role, title)
    })
}

/// The texts of a map.
pub fn texts(map: Option<&Value>) -> BTreeMap<String, String> {
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    entries.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

/// Whether the job's Spark has the beginning of a key, as far as that is known.
fn reads(job: &Job<'_>, prefix: &str) -> bool {
    let since = spark::prefix_since(prefix);
    since.zip(job.known_spark()).is_none_or(|(since, spark)| spark >= since)
}

/// Adds what Spark's configuration says of the pod to what its template says.
pub fn with_conf<'a>(mut pod: Pod<'a>, job: &Job<'a>) -> Pod<'a> {
    let Some(role) = pod.role.spark().map(crate::sizing::Role::word) else { return pod };
    let common = "spark.kubernetes.node.selector.".to_owned();
    let own = format!("spark.kubernetes.{role}.node.selector.");
    for prefix in [Some(common), reads(job, &own).then_some(own)].into_iter().flatten() {
        for (key, setting) in job.conf.under(&prefix) {
            let selector = pod.spec.node_selector.get_or_insert_default();
            selector.insert(key.to_owned(), setting.value.clone());
            let at = Written { artifact: job.artifact, route: setting.route.clone() };
            pod.selected_at.insert(key.to_owned(), at);
        }
    }
    for (kind, map) in [("label", &mut pod.labels), ("annotation", &mut pod.annotations)] {
        for (key, setting) in job.conf.under(&format!("spark.kubernetes.{role}.{kind}.")) {
            map.insert(key.to_owned(), setting.value.clone());
        }
    }
    let main = format!("spark.kubernetes.{role}.podTemplateContainerName");
    pod.main_name = job.conf.get(&main).map(str::to_owned);
    let own = format!("spark.kubernetes.{role}.scheduler.name");
    let mut names = [own.as_str(), "spark.kubernetes.scheduler.name"].into_iter();
    if let Some(name) = names.find_map(|key| job.conf.get(key)) {
        pod.spec.scheduler_name = Some(name.to_owned());
    }
    pod
}
