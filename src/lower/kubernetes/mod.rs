//! Core Kubernetes objects of teams and storage.

mod aws_auth;
mod kustomization;
mod limit_range;
mod namespace;
mod network_policy;
mod operator_account;
mod persistent_volume;
mod persistent_volume_claim;
mod pool_rules;
mod rbac;
mod resource_quota;
mod storage_class;
mod team_pools;

use crate::artifact::Artifact;
use crate::model::{Platform, Team};
use crate::parallel;

pub use kustomization::lower as kustomization;

/// All core objects.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    let mut artifacts: Vec<Artifact> =
        platform.storage.values().map(|storage| storage_class::lower(platform, storage)).collect();
    artifacts.extend(team_pools::lower(platform));
    artifacts.extend(aws_auth::lower(platform));
    let of_teams = parallel::map(&platform.teams, |team| lower_team(platform, team));
    artifacts.extend(of_teams.into_iter().flatten());
    artifacts
}

fn lower_team(platform: &Platform, team: &Team) -> Vec<Artifact> {
    let mut artifacts = vec![namespace::lower(team)];
    artifacts.extend(resource_quota::lower(team));
    artifacts.extend(limit_range::lower(team));
    if team.uses_emr() {
        artifacts.extend(rbac::lower(team));
    }
    artifacts.extend(operator_account::lower(platform, team));
    artifacts.push(network_policy::lower(platform, team));
    for volume in team.volumes.values() {
        artifacts.extend(persistent_volume::lower(platform, team, volume));
        artifacts.push(persistent_volume_claim::lower(platform, team, volume));
    }
    artifacts
}

/// The file of an object of a team's namespace.
fn team_file(team: &Team, name: &str) -> String {
    format!("kubernetes/teams/{}/{name}.yaml", team.namespace)
}

#[cfg(test)]
mod tests;
