//! Core Kubernetes objects: k8s-openapi's types, and what is short to say about them here.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// The label that every object of emrgen carries, so that people and tools can select them.
pub const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "emrgen");

/// The label of a namespace that says which team it is of.
pub const TEAM_LABEL: &str = "emrgen.io/team";
/// The annotation of a team's namespace that names the pools its pods may use, commas between.
pub const POOLS_ANNOTATION: &str = "emrgen.io/pools";

/// Metadata of a cluster-scoped object.
#[must_use]
pub fn cluster_scoped(name: &str) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        labels: Some([(MANAGED_BY.0.to_owned(), MANAGED_BY.1.to_owned())].into()),
        ..ObjectMeta::default()
    }
}

/// Metadata of an object in a namespace.
#[must_use]
pub fn namespaced(name: &str, namespace: &str) -> ObjectMeta {
    ObjectMeta { namespace: Some(namespace.to_owned()), ..cluster_scoped(name) }
}
