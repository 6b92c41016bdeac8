//! What EMR may do in a team's namespace.
//!
//! Source: Amazon EMR on EKS Development Guide, cluster access; eksctl's role of the same name.
//! Both list verbs that no API server has; what is left of them with `update` is what EMR needs.

use k8s_openapi::api::rbac::v1::{PolicyRule, Role, RoleBinding, RoleRef, Subject};

use super::team_file;
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::model::Team;
use crate::route;

/// The user as which EMR comes, and the name of its role and of the binding.
pub const EMR_USER: &str = "emr-containers";
/// The API group of roles and their bindings.
pub const RBAC: &str = "rbac.authorization.k8s.io";
/// Everything that can be done with objects one by one or at once.
pub const ALL_VERBS: &[&str] =
    &["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
/// The same without removing all at once.
const SINGLE_VERBS: &[&str] = &["create", "delete", "get", "list", "patch", "update", "watch"];

/// The role and its binding. EMR hands parts of it on to drivers, and can hand on only what it
/// holds: hence the claims, which executors of any team may have made on demand.
pub fn lower(team: &Team) -> [Artifact; 2] {
    let role =
        Role { metadata: namespaced(EMR_USER, team.namespace.as_str()), rules: Some(rules()) };
    let user = Subject {
        api_group: Some(RBAC.to_owned()),
        kind: "User".to_owned(),
        name: EMR_USER.to_owned(),
        namespace: None,
    };
    let suffix = format!("-{EMR_USER}");
    [
        team_artifact(team, Kind::Role, &format!("role{suffix}"), &role),
        team_artifact(
            team,
            Kind::RoleBinding,
            &format!("rolebinding{suffix}"),
            &binding(team, EMR_USER, user),
        ),
    ]
}

/// Binds the role of a name to a subject by a binding of the same name.
pub fn binding(team: &Team, name: &str, subject: Subject) -> RoleBinding {
    RoleBinding {
        metadata: namespaced(name, team.namespace.as_str()),
        role_ref: RoleRef {
            api_group: RBAC.to_owned(),
            kind: "Role".to_owned(),
            name: name.to_owned(),
        },
        subjects: Some(vec![subject]),
    }
}

/// An object of a team's namespace.
pub fn team_artifact(
    team: &Team,
    kind: Kind,
    file: &str,
    value: &impl serde::Serialize,
) -> Artifact {
    Artifact::data(kind, team_file(team, file), value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["metadata", "namespace"], &team.origin.then("namespace"))
        .overridden(&team.overrides, &team.origin)
}

/// A rule for resources of one API group.
pub fn rule(group: &str, resources: &[&str], verbs: &[&str]) -> PolicyRule {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    PolicyRule {
        api_groups: Some(vec![group.to_owned()]),
        resources: Some(texts(resources)),
        verbs: texts(verbs),
        ..PolicyRule::default()
    }
}

fn rules() -> Vec<PolicyRule> {
    let core = ["configmaps", "events", "pods", "pods/log", "serviceaccounts", "services"];
    vec![
        // A namespace is an object of itself where it is read, so that a role can grant this.
        rule("", &["namespaces"], &["get"]),
        rule("", &core, ALL_VERBS),
        rule("", &["persistentvolumeclaims"], ALL_VERBS),
        rule("", &["secrets"], &["create", "delete", "patch", "watch"]),
        rule("apps", &["deployments", "statefulsets"], SINGLE_VERBS),
        rule("batch", &["jobs"], SINGLE_VERBS),
        rule("networking.k8s.io", &["ingresses"], SINGLE_VERBS),
        rule(RBAC, &["rolebindings", "roles"], ALL_VERBS),
    ]
}
