//! The most that a team's namespace may request.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{ResourceQuota, ResourceQuotaSpec};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::team_file;
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::model::Team;
use crate::route;
use crate::spec::Quota;

/// The quota of a team that has one.
pub fn lower(team: &Team) -> Option<Artifact> {
    let hard = hard(team.quota.as_ref()?);
    if hard.is_empty() {
        return None;
    }
    let value = ResourceQuota {
        metadata: namespaced("team", team.namespace.as_str()),
        spec: Some(ResourceQuotaSpec { hard: Some(hard), ..ResourceQuotaSpec::default() }),
        status: None,
    };
    let home = team.origin.then("quota");
    let at = |resource: &str| route!["spec", "hard", resource];
    let path = team_file(team, "resourcequota");
    let artifact = Artifact::data(Kind::ResourceQuota, path, &value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["spec"], &home)
        .from(at("requests.cpu"), &home.then("cpu"))
        .from(at("requests.memory"), &home.then("memory"))
        .from(at("pods"), &home.then("pods"))
        .from(at("requests.storage"), &home.then("storage"));
    Some(artifact.overridden(&team.overrides, &team.origin))
}

fn hard(quota: &Quota) -> BTreeMap<String, Quantity> {
    let written = [
        ("requests.cpu", quota.cpu.as_ref().map(ToString::to_string)),
        ("requests.memory", quota.memory.as_ref().map(ToString::to_string)),
        ("pods", quota.pods.map(|count| count.to_string())),
        ("requests.storage", quota.storage.as_ref().map(ToString::to_string)),
    ];
    let quantity =
        |(name, value): (&str, Option<String>)| Some((name.to_owned(), Quantity(value?)));
    written.into_iter().filter_map(quantity).collect()
}
