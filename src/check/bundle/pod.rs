//! Every pod that some document asks for, whoever makes it.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{PodSpec, Toleration};
use serde::Deserialize;
use serde_json::Value;

use super::{Job, JobSource};
use crate::artifact::karpenter::Taint;
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::sizing::{Operator, Requirements};
use crate::source::Route;

/// What a pod is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A Spark driver.
    Driver,
    /// A Spark executor.
    Executor,
    /// EMR's job submitter.
    Submitter,
    /// A gang's placeholder.
    Placeholder,
    /// Something else.
    Other,
}

impl Role {
    /// The word for messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Executor => "executor",
            Self::Submitter => "job submitter",
            Self::Placeholder => "placeholder",
            Self::Other => "pod",
        }
    }
}

/// A pod that some document asks for.
#[derive(Clone, Debug)]
pub struct Pod<'a> {
    /// The document that says what the pod is like.
    pub artifact: &'a Artifact,
    /// The pod's spec in that document.
    pub at: Route,
    /// What it is for.
    pub role: Role,
    /// Its job, as an index into the bundle's jobs.
    pub job: Option<usize>,
    /// What messages call it: ``the driver of job `etl` ``.
    pub title: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    pub annotations: BTreeMap<String, String>,
    /// Its spec.
    pub spec: PodSpec,
}

impl Pod<'_> {
    /// What it demands of a node: one set of requirements for each alternative that its required
    /// affinity leaves, at least one.
    #[must_use]
    pub fn demands(&self) -> Vec<Requirements> {
        let selector = self.spec.node_selector.iter().flatten();
        let base =
            Requirements::from_labels(selector.map(|(key, value)| (key.as_str(), value.as_str())));
        let terms = self
            .spec
            .affinity
            .as_ref()
            .and_then(|affinity| affinity.node_affinity.as_ref())
            .and_then(|node| node.required_during_scheduling_ignored_during_execution.as_ref())
            .map_or(&[][..], |required| required.node_selector_terms.as_slice());
        if terms.is_empty() {
            return vec![base];
        }
        terms
            .iter()
            .map(|term| {
                let mut all = base.clone();
                for one in term.match_expressions.iter().flatten() {
                    if let Some(operator) = Operator::parse(&one.operator) {
                        all.require(&one.key, operator, one.values.as_deref().unwrap_or_default());
                    }
                }
                all
            })
            .collect()
    }

    /// The first taint that it does not tolerate. `PreferNoSchedule` keeps nobody away.
    #[must_use]
    pub fn untolerated<'t>(&self, taints: &'t [Taint]) -> Option<&'t Taint> {
        let tolerations = self.spec.tolerations.as_deref().unwrap_or_default();
        taints
            .iter()
            .filter(|taint| taint.effect != "PreferNoSchedule")
            .find(|taint| !tolerations.iter().any(|toleration| tolerates(toleration, taint)))
    }

    /// Whether it says nothing about where it runs.
    #[must_use]
    pub fn is_unplaced(&self) -> bool {
        let affinity = self.spec.affinity.as_ref().and_then(|one| one.node_affinity.as_ref());
        self.spec.node_selector.as_ref().is_none_or(BTreeMap::is_empty)
            && affinity.is_none()
            && self.spec.node_name.is_none()
    }
}

/// Kubernetes' rule: an empty key with `Exists` tolerates all, an empty effect matches all effects.
#[must_use]
pub fn tolerates(toleration: &Toleration, taint: &Taint) -> bool {
    let operator = toleration.operator.as_deref().unwrap_or("Equal");
    let effect = toleration.effect.as_deref().filter(|effect| !effect.is_empty());
    if effect.is_some_and(|effect| effect != taint.effect) {
        return false;
    }
    let key = toleration.key.as_deref().unwrap_or("");
    match operator {
        "Exists" => key.is_empty() || key == taint.key,
        _ => {
            let value = |text: Option<&String>| text.map(String::as_str).unwrap_or("").to_owned();
            key == taint.key && value(toleration.value.as_ref()) == value(taint.value.as_ref())
        }
    }
}

/// Every pod that the documents ask for.
pub fn pods<'a>(artifacts: &'a [Artifact], jobs: &[Job<'a>]) -> Vec<Pod<'a>> {
    let mut found = Vec::new();
    let mut taken = std::collections::BTreeSet::new();
    for (index, job) in jobs.iter().enumerate() {
        for pod in of_job(index, job) {
            taken.insert(pod.artifact.path.as_str());
            found.push(pod);
        }
    }
    for artifact in artifacts {
        let Some(role) = role_of(artifact.kind) else { continue };
        if !taken.contains(artifact.path.as_str()) || role == Role::Other {
            let name = artifact.name().unwrap_or(&artifact.path);
            found.extend(from(artifact, "", role, None, format!("{} `{name}`", role.word())));
        }
    }
    found
}

fn role_of(kind: Kind) -> Option<Role> {
    let roles = [
        (Kind::DriverPodTemplate, Role::Driver),
        (Kind::ExecutorPodTemplate, Role::Executor),
        (Kind::Pod, Role::Other),
    ];
    roles.into_iter().find_map(|(known, role)| (known == kind).then_some(role))
}

fn of_job<'a>(index: usize, job: &Job<'a>) -> Vec<Pod<'a>> {
    let mut found = Vec::new();
    match job.source {
        JobSource::StartJobRun => {
            let roles =
                [(Role::Driver, job.driver_template), (Role::Executor, job.executor_template)];
            for (role, template) in roles {
                let title = format!("the {} of job `{}`", role.word(), job.name);
                let pod =
                    template.and_then(|artifact| from(artifact, "", role, Some(index), title));
                found.extend(pod.map(|pod| with_conf(pod, job)));
            }
            found.push(submitter(index, job));
        }
        JobSource::SparkApplication => {
            for (role, part) in [(Role::Driver, "driver"), (Role::Executor, "executor")] {
                let title = format!("the {part} of application `{}`", job.name);
                found.extend(of_application(job, index, role, part, title));
            }
        }
    }
    found
}

/// A pod read from `pointer` of a document: its `metadata` and its `spec`.
fn from<'a>(
    artifact: &'a Artifact,
    pointer: &str,
    role: Role,
    job: Option<usize>,
    title: String,
) -> Option<Pod<'a>> {
    let value = artifact.value()?.pointer(pointer)?;
    let map = |key: &str| {
        let map = value.pointer(&format!("/metadata/{key}")).and_then(Value::as_object);
        map.into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect()
    };
    Some(Pod {
        artifact,
        at: Route::from_pointer(pointer).then("spec"),
        role,
        job,
        title,
        labels: map("labels"),
        annotations: map("annotations"),
        spec: PodSpec::deserialize(value.get("spec")?).ok()?,
    })
}

/// Adds what Spark's configuration says of the pod to what its template says.
fn with_conf<'a>(mut pod: Pod<'a>, job: &Job<'a>) -> Pod<'a> {
    let role = if pod.role == Role::Driver { "driver" } else { "executor" };
    let prefixes = [
        "spark.kubernetes.node.selector.".to_owned(),
        format!("spark.kubernetes.{role}.node.selector."),
    ];
    for prefix in &prefixes {
        let selector = pod.spec.node_selector.get_or_insert_default();
        for (key, setting) in job.conf.under(prefix) {
            selector.insert(key.to_owned(), setting.value.clone());
        }
    }
    for (kind, map) in [("label", &mut pod.labels), ("annotation", &mut pod.annotations)] {
        for (key, setting) in job.conf.under(&format!("spark.kubernetes.{role}.{kind}.")) {
            map.insert(key.to_owned(), setting.value.clone());
        }
    }
    let scheduler = [
        format!("spark.kubernetes.{role}.scheduler.name"),
        "spark.kubernetes.scheduler.name".to_owned(),
    ];
    if let Some(name) = scheduler.iter().find_map(|key| job.conf.get(key)) {
        pod.spec.scheduler_name = Some(name.to_owned());
    }
    pod
}

/// The job submitter, which only the classification `emr-job-submitter` places.
fn submitter<'a>(index: usize, job: &Job<'a>) -> Pod<'a> {
    let classes = job
        .artifact
        .value()
        .and_then(|value| value.pointer("/configurationOverrides/applicationConfiguration"))
        .and_then(Value::as_array);
    let mut spec = PodSpec::default();
    let mut at = Route::ROOT;
    for (place, class) in classes.into_iter().flatten().enumerate() {
        if class["classification"] != "emr-job-submitter" {
            continue;
        }
        at = route!["configurationOverrides", "applicationConfiguration", place, "properties"];
        for (key, value) in class["properties"].as_object().into_iter().flatten() {
            submitter_property(&mut spec, key, value.as_str().unwrap_or_default());
        }
    }
    Pod {
        artifact: job.artifact,
        at,
        role: Role::Submitter,
        job: Some(index),
        title: format!("the job submitter of job `{}`", job.name),
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        spec,
    }
}

fn submitter_property(spec: &mut PodSpec, key: &str, value: &str) {
    if let Some(label) = key.strip_prefix("jobsubmitter.node.selector.") {
        spec.node_selector.get_or_insert_default().insert(label.to_owned(), value.to_owned());
    } else if let Some(taint) = key.strip_prefix("jobsubmitter.node.toleration.") {
        // `<key>.effect` and `<key>.tolerationSeconds` belong to the toleration of `<key>`.
        let (taint, field) = match taint.rsplit_once('.') {
            Some((taint, field @ ("effect" | "tolerationSeconds"))) => (taint, field),
            _ => (taint, "value"),
        };
        let all = spec.tolerations.get_or_insert_default();
        let index =
            all.iter().position(|one| one.key.as_deref() == Some(taint)).unwrap_or_else(|| {
                all.push(Toleration { key: Some(taint.to_owned()), ..Toleration::default() });
                all.len() - 1
            });
        match field {
            "effect" => all[index].effect = Some(value.to_owned()),
            "value" if value.is_empty() => all[index].operator = Some("Exists".to_owned()),
            "value" => all[index].value = Some(value.to_owned()),
            _ => {}
        }
    } else if key == "jobsubmitter.scheduler.name" {
        spec.scheduler_name = Some(value.to_owned());
    }
}

/// A pod of a SparkApplication, whose fields are those of a pod spec but for the containers.
fn of_application<'a>(
    job: &Job<'a>,
    index: usize,
    role: Role,
    part: &str,
    title: String,
) -> Option<Pod<'a>> {
    let value = job.artifact.value()?.pointer(&format!("/spec/{part}"))?;
    let read = |key: &str| value.get(key).cloned();
    let mut spec =
        serde_json::Map::from_iter([("containers".to_owned(), Value::Array(Vec::new()))]);
    for key in ["nodeSelector", "affinity", "tolerations", "initContainers", "schedulerName"] {
        spec.extend(read(key).map(|value| (key.to_owned(), value)));
    }
    spec.extend(
        job.artifact
            .value()
            .and_then(|value| value.pointer("/spec/volumes"))
            .map(|volumes| ("volumes".to_owned(), volumes.clone())),
    );
    let map = |key: &str| {
        let map = value.get(key).and_then(Value::as_object);
        map.into_iter()
            .flatten()
            .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
            .collect()
    };
    Some(Pod {
        artifact: job.artifact,
        at: route!["spec", part],
        role,
        job: Some(index),
        title,
        labels: map("labels"),
        annotations: map("annotations"),
        spec: PodSpec::deserialize(Value::Object(spec)).ok()?,
    })
}
