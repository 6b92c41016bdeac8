//! The namespace of a team.

use k8s_openapi::api::core::v1::Namespace;

use super::team_file;
use crate::artifact::kubernetes::{POOLS_ANNOTATION, TEAM_LABEL, cluster_scoped};
use crate::artifact::{Artifact, Kind};
use crate::model::Team;
use crate::route;

/// The namespace of a team.
///
/// Its annotation names the pools that the team's pods may use: admission reads it there, where
/// only the platform team can write.
pub fn lower(team: &Team) -> Artifact {
    let pools: Vec<&str> = team.pools.iter().map(|pool| pool.as_str()).collect();
    let mut metadata = cluster_scoped(team.namespace.as_str());
    let labels = metadata.labels.get_or_insert_default();
    labels.extend(team.labels.clone());
    labels.insert(TEAM_LABEL.to_owned(), team.name.to_string());
    metadata.annotations = Some([(POOLS_ANNOTATION.to_owned(), pools.join(","))].into());
    let value = Namespace { metadata, ..Namespace::default() };
    Artifact::data(Kind::Namespace, team_file(team, "namespace"), &value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["metadata", "name"], &team.origin.then("namespace"))
        .from(route!["metadata", "labels"], &team.origin.then("labels"))
        .from(route!["metadata", "annotations"], &team.origin.then("pools"))
        .overridden(&team.overrides, &team.origin)
}
