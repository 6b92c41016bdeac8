//! Execution roles: who may assume them, and what they may do.
//!
//! The policies are values that other families embed as well, Terraform's above all, so that what
//! a role may do is said in one place.

mod association;
mod buckets;
mod glue;
mod permissions;
mod trust;

use crate::artifact::{Artifact, Kind};
use crate::model::{Platform, Role, Team};
use crate::parallel;
use crate::route;

pub use association::associations;
pub use permissions::permissions;
pub use trust::trust;

/// The documents of all execution roles.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    let roles: Vec<&Role> = platform.roles.values().collect();
    let of_roles = parallel::map(&roles, |role| lower_role(platform, role));
    of_roles.into_iter().flatten().collect()
}

fn lower_role(platform: &Platform, role: &Role) -> Vec<Artifact> {
    let trust = trust(platform, role, &platform.oidc_issuer());
    let permissions = permissions(platform, role);
    let origin = |key: &str| role.origin.then(key);
    let mut artifacts = vec![
        Artifact::data(Kind::TrustPolicy, path(role, "trust-policy"), &trust, &role.origin)
            .from(route!["Statement"], &origin("namespace")),
        Artifact::data(
            Kind::PermissionsPolicy,
            path(role, "permissions-policy"),
            &permissions,
            &role.origin,
        )
        .from(route!["Statement"], &origin("data")),
    ];
    for (index, request) in associations(platform, role).iter().enumerate() {
        let path = path(role, &format!("pod-identity-{}", index + 1));
        artifacts.push(
            Artifact::data(Kind::PodIdentityAssociation, path, request, &role.origin)
                .from(route!["namespace"], &origin("namespace"))
                .from(route!["roleArn"], &origin("role")),
        );
    }
    artifacts.into_iter().map(|artifact| of_teams(artifact, platform, role)).collect()
}

fn path(role: &Role, name: &str) -> String {
    format!("iam/{}/{name}.json", role.name)
}

/// What the teams of a role say of its documents, each of which belongs to a team only where no
/// other uses the role.
fn of_teams(mut artifact: Artifact, platform: &Platform, role: &Role) -> Artifact {
    for team in teams(platform, role) {
        artifact = artifact.allowing(&team.allow).overridden(&team.overrides, &team.origin);
        if role.teams.len() == 1 {
            artifact = artifact.of_team(&team.name);
        }
    }
    artifact
}

/// The teams that use a role.
fn teams<'a>(platform: &'a Platform, role: &'a Role) -> impl Iterator<Item = &'a Team> {
    role.teams.iter().filter_map(|index| platform.teams.get(*index))
}

#[cfg(test)]
mod tests;
