//! The namespace of a team.

use k8s_openapi::api::core::v1::Namespace;

use crate::artifact::kubernetes::cluster_scoped;
use crate::artifact::{Artifact, Kind};
use crate::model::Team;
use crate::route;

/// The namespace of a team.
pub fn lower(team: &Team) -> Artifact {
    let mut metadata = cluster_scoped(team.namespace.as_str());
    let labels = metadata.labels.get_or_insert_default();
    labels.insert("emrgen.io/team".to_owned(), team.name.to_string());
    labels.extend(team.labels.clone());
    let value = Namespace { metadata, ..Namespace::default() };
    let path = format!("kubernetes/teams/{}/namespace.yaml", team.namespace);
    Artifact::data(Kind::Namespace, path, &value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["metadata", "name"], &team.origin.then("namespace"))
        .from(route!["metadata", "labels"], &team.origin.then("labels"))
        .overridden(&team.overrides, &team.origin)
}
