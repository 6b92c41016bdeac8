//! The placeholders of a gang, as the annotation of YuniKorn's task groups describes them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, PodSpec, Toleration};
use serde::Deserialize;

use super::request::amounts;
use super::{Pod, Role, silent};
use crate::sizing::Resources;
use crate::source::Route;

/// The annotation, under its present and its former name.
const ANNOTATIONS: [&str; 2] =
    ["yunikorn.apache.org/task-groups", "yunikorn.apache.org/taskGroups"];

/// A task group of a gang.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskGroup {
    /// The name.
    pub name: String,
    /// How many placeholders there are.
    pub members: u64,
    /// What each asks for.
    pub each: Resources,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(default)]
    name: String,
    #[serde(default)]
    min_member: u64,
    #[serde(default)]
    min_resource: BTreeMap<String, String>,
    node_selector: Option<BTreeMap<String, String>>,
    tolerations: Option<Vec<Toleration>>,
    affinity: Option<Affinity>,
}

/// The placeholders that a pod's annotation asks for, one pod for each task group.
pub fn of_pod<'a>(pod: &Pod<'a>) -> Vec<Pod<'a>> {
    let Some((key, text)) =
        ANNOTATIONS.iter().find_map(|key| Some((*key, pod.annotations.get(*key)?)))
    else {
        return Vec::new();
    };
    let groups: Vec<Written> = serde_json::from_str(text).unwrap_or_default();
    // The annotation may as well be one of Spark's configuration, which says nothing of metadata.
    let home = pod.at.steps().split_last().map_or(&[][..], |(_, home)| home);
    let at = Route::ROOT.join(home).then("metadata").then("annotations").then(key);
    groups
        .into_iter()
        .map(|group| Pod {
            job: pod.job,
            spec: PodSpec {
                node_selector: group.node_selector,
                tolerations: group.tolerations,
                affinity: group.affinity,
                scheduler_name: pod.spec.scheduler_name.clone(),
                ..PodSpec::default()
            },
            task_group: Some(TaskGroup {
                members: group.min_member,
                each: Resources { pods: 1, ..amounts(|key| group.min_resource.get(key).cloned()) },
                name: group.name.clone(),
            }),
            ..silent(
                pod.artifact,
                at.clone(),
                Role::Placeholder,
                format!("the placeholder `{}` for {}", group.name, pod.title),
            )
        })
        .collect()
}
