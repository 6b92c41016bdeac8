//! The placeholders of a gang, as the annotation of YuniKorn's task groups describes them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Affinity, PodSpec, Toleration};
use serde::Deserialize;
use serde_json::Value;

use super::request::amounts;
use super::{Pod, Role, silent};
use crate::check::bundle::Job;
use crate::check::bundle::storage::plain_text;
use crate::sizing::Resources;

/// The annotation of the pod that comes first: what its gang consists of.
pub const TASK_GROUPS: &str = "yunikorn.apache.org/task-groups";

/// A task group of a gang.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskGroup {
    /// The name.
    pub name: String,
    /// How many placeholders there are.
    pub members: u64,
    /// What each asks for.
    pub each: Resources,
    /// The pod whose annotation it stands in, as an index into the bundle's pods.
    pub holder: usize,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(default)]
    name: String,
    #[serde(default)]
    min_member: i64,
    min_resource: Option<BTreeMap<String, Value>>,
    node_selector: Option<BTreeMap<String, String>>,
    tolerations: Option<Vec<Toleration>>,
    affinity: Option<Affinity>,
}

/// Why YuniKorn refuses an annotation of task groups, in words: then there is no gang at all.
#[must_use]
pub fn fault(annotation: &str) -> Option<String> {
    let groups: Vec<Written> = match serde_json::from_str(annotation) {
        Ok(groups) => groups,
        Err(_) if serde_json::from_str::<Vec<Value>>(annotation).is_ok() => {
            return Some("a group in it has a field of the wrong type".to_owned());
        }
        Err(_) => return Some("it is not a list in JSON".to_owned()),
    };
    groups.iter().find_map(|group| {
        let name = &group.name;
        if name.is_empty() {
            Some("a group in it has no `name`".to_owned())
        } else if group.min_member <= 0 {
            Some(format!("group `{name}` has no `minMember` above 0"))
        } else if group.min_resource.is_none() {
            Some(format!("group `{name}` has no `minResource`"))
        } else {
            None
        }
    })
}

/// The placeholders that a pod's annotation asks for, one pod for each task group; none where
/// YuniKorn refuses the annotation.
pub fn of_pod<'a>(holder: usize, pod: &Pod<'a>, jobs: &[Job<'a>]) -> Vec<Pod<'a>> {
    let Some(text) = pod.annotations.get(TASK_GROUPS).filter(|text| fault(text).is_none()) else {
        return Vec::new();
    };
    let groups: Vec<Written> = serde_json::from_str(text).unwrap_or_default();
    let at = pod.place_of_annotation(TASK_GROUPS, jobs);
    let placeholder = |group: Written| {
        let title = format!("the placeholder `{}` for {}", group.name, pod.title);
        let resources = group.min_resource.unwrap_or_default();
        Pod {
            job: pod.job,
            spec: PodSpec {
                node_selector: group.node_selector,
                tolerations: group.tolerations,
                affinity: group.affinity,
                scheduler_name: pod.spec.scheduler_name.clone(),
                ..PodSpec::default()
            },
            task_group: Some(TaskGroup {
                members: u64::try_from(group.min_member).unwrap_or(0),
                each: Resources {
                    pods: 1,
                    ..amounts(|key| resources.get(key).and_then(plain_text))
                },
                name: group.name,
                holder,
            }),
            ..silent(at.artifact, at.route.clone(), Role::Placeholder, title)
        }
    };
    groups.into_iter().map(placeholder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gang_needs_name_members_and_resources() {
        let sound =
            r#"[{"name": "a", "minMember": 2, "minResource": {"cpu": 1, "memory": "2Gi"}}]"#;
        assert_eq!(fault(sound), None);
        assert_eq!(fault("[]"), None);
        let said = |text: &str| fault(text).unwrap_or_default();
        assert!(said("{name: a}").contains("JSON"));
        assert!(said(r#"[{"minMember": 1, "minResource": {}}]"#).contains("`name`"));
        assert!(said(r#"[{"name": "a", "minResource": {}}]"#).contains("`minMember`"));
        assert!(said(r#"[{"name": "a", "minMember": 1}]"#).contains("`minResource`"));
        assert!(said(r#"[{"name": "a", "minMember": "1"}]"#).contains("wrong type"));
    }
}
