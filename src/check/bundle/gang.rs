//! Gangs of pods that YuniKorn starts together, and the pods that take their places.

use std::collections::BTreeMap;

use super::{Bundle, Job, Pod, Role, TaskGroup, Written};

/// The annotation by which a pod names its task group.
pub const TASK_GROUP_NAME: &str = "yunikorn.apache.org/task-group-name";
/// The annotation of the gang's timeout and style.
pub const POLICY: &str = "yunikorn.apache.org/schedulingPolicyParameters";
/// The label, and the annotation, of the application id.
pub const APP_ID: &str = "yunikorn.apache.org/app-id";
/// The label, and the annotation, of the queue.
pub const QUEUE: &str = "yunikorn.apache.org/queue";

/// A gang: what one pod's annotation says of the groups of pods that start together.
#[derive(Clone, Debug)]
pub struct Gang<'b, 'a> {
    /// The pod with the annotation.
    pub holder: &'b Pod<'a>,
    /// Its task groups, each with its placeholder, as an index into the bundle's pods.
    pub groups: Vec<(usize, &'b TaskGroup)>,
    /// The pods that we know to take the places, as indices into the bundle's pods.
    members: Vec<usize>,
}

impl<'a> Bundle<'a> {
    /// Every gang. Of a job it is the one that the driver describes, which comes first.
    #[must_use]
    pub fn gangs(&self) -> Vec<Gang<'_, 'a>> {
        let mut of_holder: BTreeMap<usize, Vec<(usize, &TaskGroup)>> = BTreeMap::new();
        for (index, pod) in self.pods.iter().enumerate() {
            if let Some(group) = &pod.task_group {
                of_holder.entry(group.holder).or_default().push((index, group));
            }
        }
        let first = |holder: usize| match self.pods[holder].job {
            Some(job) if self.pods[holder].role != Role::Driver => {
                let driver = self.pod_of(job, Role::Driver);
                driver.is_none_or(|driver| !self.is_holder(driver))
            }
            _ => true,
        };
        let firsts: Vec<_> = of_holder.into_iter().filter(|(holder, _)| first(*holder)).collect();
        firsts
            .into_iter()
            .map(|(holder, groups)| Gang {
                holder: &self.pods[holder],
                groups,
                members: self.members(holder),
            })
            .collect()
    }

    fn is_holder(&self, pod: usize) -> bool {
        self.pods[pod].annotations.contains_key(super::pod::TASK_GROUPS)
    }

    fn members(&self, holder: usize) -> Vec<usize> {
        let is_member = |index: &usize| self.pods[*index].role.spark().is_some();
        match self.pods[holder].job {
            Some(job) => self.pods_of(job).iter().copied().filter(is_member).collect(),
            None => vec![holder],
        }
    }
}

impl Gang<'_, '_> {
    /// The pods that take the places of a group, as indices into the bundle's.
    pub fn members_of(&self, bundle: &Bundle<'_>, group: &TaskGroup) -> Vec<usize> {
        let named = |index: &usize| bundle.pods[*index].annotations.get(TASK_GROUP_NAME);
        let all = self.members.iter().copied();
        all.filter(|index| named(index) == Some(&group.name)).collect()
    }

    /// All pods that we know to belong to it.
    #[must_use]
    pub fn members(&self) -> &[usize] {
        &self.members
    }

    /// Whether every pod of the job is known, so that what none of them names, none takes.
    #[must_use]
    pub fn is_whole(&self, bundle: &Bundle<'_>) -> bool {
        let has = |role| self.members.iter().any(|index| bundle.pods[*index].role == role);
        self.holder.job.is_some() && has(Role::Driver) && has(Role::Executor)
    }
}

impl<'a> Pod<'a> {
    /// Whether YuniKorn is asked to place it.
    #[must_use]
    pub fn is_of_yunikorn(&self) -> bool {
        let mut keys = self.annotations.keys().chain(self.labels.keys());
        self.spec.scheduler_name.as_deref() == Some("yunikorn")
            || keys.any(|key| key.starts_with("yunikorn.apache.org/"))
    }

    /// The queue that it names, and the kind of metadata and the key that say it, in the order in
    /// which YuniKorn looks.
    #[must_use]
    pub fn queue(&self) -> Option<(&str, Said)> {
        self.said(QUEUE, "queue")
    }

    /// The application id that it names, in the order in which YuniKorn looks.
    #[must_use]
    pub fn application_id(&self) -> Option<(&str, Said)> {
        self.said(APP_ID, "applicationId")
    }

    fn said(&self, key: &'static str, former: &'static str) -> Option<(&str, Said)> {
        let label = |key: &'static str| Some((self.labels.get(key)?.as_str(), Said::Label(key)));
        let annotation = || Some((self.annotations.get(key)?.as_str(), Said::Annotation(key)));
        label(key).or_else(annotation).or_else(|| label(former))
    }

    /// Where a label or an annotation of its stands.
    #[must_use]
    pub fn place_of_said(&self, said: Said, jobs: &[Job<'a>]) -> Written<'a> {
        match said {
            Said::Label(key) => self.place_of_label(key, jobs),
            Said::Annotation(key) => self.place_of_annotation(key, jobs),
        }
    }
}

/// What says something of a pod: a label or an annotation, with its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A label.
    Label(&'static str),
    /// An annotation.
    Annotation(&'static str),
}
