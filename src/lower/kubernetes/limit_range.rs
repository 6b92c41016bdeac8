//! What a container requests that says nothing.
//!
//! Under a quota on CPU or memory the API server refuses a pod of which one container has no
//! request, and EMR's own containers for submitting and logging have none.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, LimitRangeSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::team_file;
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::model::Team;
use crate::route;

/// What a JVM that only submits a job makes do with.
const CPU: &str = "100m";
/// The same for memory.
const MEMORY: &str = "512Mi";

/// The default requests of a team whose quota needs them. There are no default limits: what a
/// container may use beyond its request is the pod template's business.
pub fn lower(team: &Team) -> Option<Artifact> {
    let quota = team.quota.as_ref()?;
    let defaults = [("cpu", CPU, quota.cpu.is_some()), ("memory", MEMORY, quota.memory.is_some())];
    let requests: BTreeMap<String, Quantity> = defaults
        .into_iter()
        .filter(|(_, _, needed)| *needed)
        .map(|(name, value, _)| (name.to_owned(), Quantity(value.to_owned())))
        .collect();
    if requests.is_empty() {
        return None;
    }
    let item = LimitRangeItem {
        type_: "Container".to_owned(),
        default_request: Some(requests),
        ..LimitRangeItem::default()
    };
    let value = LimitRange {
        metadata: namespaced("team", team.namespace.as_str()),
        spec: Some(LimitRangeSpec { limits: vec![item] }),
    };
    let path = team_file(team, "limitrange");
    let artifact = Artifact::data(Kind::LimitRange, path, &value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["spec"], &team.origin.then("quota"));
    Some(artifact.overridden(&team.overrides, &team.origin))
}
