//! Every pod that some document asks for, whoever makes it.

mod application;
mod metadata;
mod placeholder;
mod read;
mod request;
mod submitter;
mod template;
mod toleration;
mod workload;

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{Container, NodeSelectorTerm, PodSpec};

use super::{Demand, Job, JobSource, Written, is_observed, written};
use crate::artifact::karpenter::Taint;
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::sizing::{self, Operator, Requirements};
use crate::source::Route;

pub use placeholder::{TASK_GROUPS, TaskGroup, fault as fault_of_task_groups};
pub use request::Request;
pub use toleration::tolerates;

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

    /// The role as Spark's own keys know it.
    #[must_use]
    pub fn spark(self) -> Option<sizing::Role> {
        match self {
            Self::Driver => Some(sizing::Role::Driver),
            Self::Executor => Some(sizing::Role::Executor),
            Self::Submitter | Self::Placeholder | Self::Other => None,
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
    /// Where the entries of its selector stand that are not in its spec's own document.
    pub selected_at: BTreeMap<String, Written<'a>>,
    /// Where its tolerations stand, one place for each; empty for those of its spec.
    pub tolerated_at: Vec<Written<'a>>,
    /// The name of Spark's container, where the configuration says it.
    pub main_name: Option<String>,
    /// The task group that it holds a place for.
    pub task_group: Option<TaskGroup>,
}

impl<'a> Pod<'a> {
    /// Its init containers and its containers, each with its place in the document.
    pub fn containers(&self) -> impl Iterator<Item = (&Container, Route)> {
        let inits = self.spec.init_containers.iter().flatten().enumerate();
        let own = self.spec.containers.iter().enumerate();
        let place = |key: &'static str| {
            move |(index, container)| (container, self.at.then(key).then(index))
        };
        inits.map(place("initContainers")).chain(own.map(place("containers")))
    }

    /// What it demands of a node: one set of requirements for each alternative that its required
    /// affinity leaves, at least one.
    #[must_use]
    pub fn demands(&self) -> Vec<Requirements> {
        let selector = self.spec.node_selector.iter().flatten();
        let base =
            Requirements::from_labels(selector.map(|(key, value)| (key.as_str(), value.as_str())));
        let terms = self.required_terms();
        if terms.is_empty() {
            return vec![base];
        }
        terms.iter().map(|term| with_term(&base, term)).collect()
    }

    /// The alternatives of its required node affinity.
    #[must_use]
    pub fn required_terms(&self) -> &[NodeSelectorTerm] {
        self.spec
            .affinity
            .as_ref()
            .and_then(|affinity| affinity.node_affinity.as_ref())
            .and_then(|node| node.required_during_scheduling_ignored_during_execution.as_ref())
            .map_or(&[][..], |required| required.node_selector_terms.as_slice())
    }

    /// What it demands of a node's labels, as written: the selector first, then the affinity.
    #[must_use]
    pub fn written_demands(&self) -> Vec<Demand<'a>> {
        let here = |route| Written { artifact: self.artifact, route };
        let selector = self.spec.node_selector.iter().flatten().map(|(key, value)| Demand {
            key: key.clone(),
            operator: "In".to_owned(),
            values: vec![value.clone()],
            at: self
                .selected_at
                .get(key)
                .cloned()
                .unwrap_or_else(|| here(self.at.then("nodeSelector").then(key))),
        });
        let affinity = self.required_terms().iter().enumerate().flat_map(|(index, term)| {
            let home = self.term_place(index).then("matchExpressions");
            let all = term.match_expressions.iter().flatten().enumerate();
            all.map(move |(index, one)| Demand {
                key: one.key.clone(),
                operator: one.operator.clone(),
                values: one.values.clone().unwrap_or_default(),
                at: here(home.then(index)),
            })
        });
        selector.chain(affinity).collect()
    }

    /// Where an alternative of its required node affinity stands in its document.
    #[must_use]
    pub fn term_place(&self, index: usize) -> Route {
        self.at.join(REQUIRED_TERMS_AT.map(Into::into).as_slice()).then(index)
    }

    /// Where it says the first thing about a label, else where the pod stands.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Written<'a> {
        let mut all = self.written_demands().into_iter();
        all.find(|demand| demand.concerns(key)).map_or_else(|| self.place(), |demand| demand.at)
    }

    /// Where the pod stands.
    #[must_use]
    pub fn place(&self) -> Written<'a> {
        Written { artifact: self.artifact, route: self.at.clone() }
    }

    /// What it demands of a label, in words.
    #[must_use]
    pub fn words_on(&self, key: &str) -> Option<String> {
        written::words_on(&self.written_demands(), key)
    }

    /// The first taint that it does not tolerate. `PreferNoSchedule` keeps nobody away.
    #[must_use]
    pub fn untolerated<'t>(&self, taints: &'t [Taint]) -> Option<&'t Taint> {
        let mut firm = taints.iter().filter(|taint| taint.effect != "PreferNoSchedule");
        firm.find(|taint| !self.tolerates(taint))
    }

    /// Whether a `PreferNoSchedule` taint is not tolerated.
    #[must_use]
    pub fn is_unwelcome(&self, taints: &[Taint]) -> bool {
        let soft = |taint: &&Taint| taint.effect == "PreferNoSchedule";
        taints.iter().filter(soft).any(|taint| !self.tolerates(taint))
    }

    fn tolerates(&self, taint: &Taint) -> bool {
        let tolerations = self.spec.tolerations.as_deref().unwrap_or_default();
        tolerations.iter().any(|toleration| tolerates(toleration, taint))
    }

    /// Whether it says nothing about where it runs.
    #[must_use]
    pub fn is_unplaced(&self) -> bool {
        let affinity = self.spec.affinity.as_ref().and_then(|one| one.node_affinity.as_ref());
        self.spec.node_selector.as_ref().is_none_or(BTreeMap::is_empty)
            && affinity.is_none()
            && self.spec.node_name.is_none()
    }

    /// A text that is equal for pods which are placed alike.
    pub(super) fn placement_key(&self) -> String {
        let placed = (&self.spec.node_selector, self.required_terms(), &self.spec.tolerations);
        serde_json::to_string(&placed).unwrap_or_default()
    }
}

const REQUIRED_TERMS_AT: [&str; 4] = [
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
];

fn with_term(base: &Requirements, term: &NodeSelectorTerm) -> Requirements {
    let mut all = base.clone();
    for one in term.match_expressions.iter().flatten() {
        if let Some(operator) = Operator::parse(&one.operator) {
            all.require(&one.key, operator, one.values.as_deref().unwrap_or_default());
        }
    }
    all
}

/// Every pod that the documents ask for.
pub fn pods<'a>(artifacts: &'a [Artifact], jobs: &[Job<'a>]) -> Vec<Pod<'a>> {
    let mut found: Vec<Pod<'a>> = Vec::new();
    for (index, job) in jobs.iter().enumerate() {
        let own = match job.source {
            JobSource::StartJobRun | JobSource::JobTemplate => template::of_request(index, job),
            // Kernels are made by a gateway, as people open notebooks.
            JobSource::Endpoint => Vec::new(),
            JobSource::SparkApplication => application::of_application(index, job),
        };
        found.extend(own);
    }
    let taken: BTreeSet<*const Artifact> =
        found.iter().map(|pod| std::ptr::from_ref(pod.artifact)).collect();
    for artifact in artifacts.iter().filter(|it| !taken.contains(&std::ptr::from_ref(*it))) {
        if let Some(role) = role_of(artifact.kind).filter(|_| !is_observed(artifact)) {
            let name = artifact.name().unwrap_or(&artifact.path);
            let title = format!("{} `{name}`", role.word());
            found.extend(read::pod(artifact, &Route::ROOT, role, None, title));
        }
        found.extend(workload::of_object(artifact));
    }
    let numbered = found.iter().enumerate();
    let placeholders: Vec<Pod<'a>> =
        numbered.flat_map(|(index, pod)| placeholder::of_pod(index, pod, jobs)).collect();
    found.extend(placeholders);
    found
}

/// A pod like those of a PodTemplate or of a workload of some other kind.
pub fn of_template<'a>(artifact: &'a Artifact, kind: &str) -> Option<Pod<'a>> {
    let at = if kind == "PodTemplate" { route!["template"] } else { route!["spec", "template"] };
    let title = format!("a pod of {kind} `{}`", artifact.name().unwrap_or(&artifact.path));
    read::pod(artifact, &at, Role::Other, None, title)
}

fn role_of(kind: Kind) -> Option<Role> {
    let roles = [
        (Kind::DriverPodTemplate, Role::Driver),
        (Kind::ExecutorPodTemplate, Role::Executor),
        (Kind::Pod, Role::Other),
    ];
    roles.into_iter().find_map(|(known, role)| (known == kind).then_some(role))
}

/// A pod without a word about itself.
fn silent<'a>(artifact: &'a Artifact, at: Route, role: Role, title: String) -> Pod<'a> {
    Pod {
        artifact,
        at,
        role,
        job: None,
        title,
        labels: BTreeMap::new(),
        annotations: BTreeMap::new(),
        spec: PodSpec::default(),
        selected_at: BTreeMap::new(),
        tolerated_at: Vec::new(),
        main_name: None,
        task_group: None,
    }
}

/// What messages call a pod of a job.
fn title(role: Role, job: &Job<'_>) -> String {
    format!("the {} of {} `{}`", role.word(), job.source.noun(), job.name)
}

/// Where a job's own Spark configuration stands, for pods that no template describes.
fn home(job: &Job<'_>) -> Route {
    match job.source {
        JobSource::StartJobRun | JobSource::JobTemplate | JobSource::Endpoint => {
            job.home.then("jobDriver")
        }
        JobSource::SparkApplication => job.home.clone(),
    }
}
