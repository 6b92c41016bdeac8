//! The identity of jobs that the Spark operator runs: a service account, and what a driver needs.

use k8s_openapi::api::core::v1::ServiceAccount;
use k8s_openapi::api::rbac::v1::{Role, Subject};

use super::rbac::{ALL_VERBS, binding, rule, team_artifact};
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::model::{Platform, Team};
use crate::spec::Identity;

/// The name of the role and of its binding.
const ROLE: &str = "spark-driver";
/// What ties a service account to an IAM role where pods have theirs by IRSA.
const ROLE_ARN: &str = "eks.amazonaws.com/role-arn";

/// The objects; none where the operator runs no job of the team. The account has no token that
/// lasts: pods get one of their own, which expires.
pub fn lower(platform: &Platform, team: &Team) -> Vec<Artifact> {
    if !team.uses_operator() {
        return Vec::new();
    }
    let subject = Subject {
        api_group: None,
        kind: "ServiceAccount".to_owned(),
        name: team.service_account().to_owned(),
        namespace: Some(team.namespace.to_string()),
    };
    let binding = binding(team, ROLE, subject);
    vec![
        team_artifact(team, Kind::ServiceAccount, "serviceaccount", &account(platform, team)),
        team_artifact(team, Kind::Role, &format!("role-{ROLE}"), &role(team)),
        team_artifact(team, Kind::RoleBinding, &format!("rolebinding-{ROLE}"), &binding),
    ]
}

fn account(platform: &Platform, team: &Team) -> ServiceAccount {
    let mut metadata = namespaced(team.service_account(), team.namespace.as_str());
    if platform.cluster.identity == Identity::Irsa {
        let arn = platform.role_arn(&team.role);
        metadata.annotations = Some([(ROLE_ARN.to_owned(), arn)].into());
    }
    ServiceAccount { metadata, ..ServiceAccount::default() }
}

/// A driver makes its executors, its service, its configuration and the claims of its executors.
fn role(team: &Team) -> Role {
    let made = ["configmaps", "persistentvolumeclaims", "pods", "services"];
    Role {
        metadata: namespaced(ROLE, team.namespace.as_str()),
        rules: Some(vec![rule("", &made, ALL_VERBS)]),
    }
}
