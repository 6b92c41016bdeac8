//! Documents of other families that Terraform says again in its own words.
//!
//! A namespace, a policy or the values of a chart is decided once, by its own family, overrides
//! included. Terraform converts what came out, so the two cannot differ.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::artifact::{Artifact, Kind};

/// Documents by what they belong to.
#[derive(Debug, Default)]
pub struct Documents<'a> {
    teams: BTreeMap<&'a str, Vec<&'a Artifact>>,
    roles: BTreeMap<&'a str, Vec<&'a Artifact>>,
    values: BTreeMap<&'a str, &'a Value>,
    classes: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Documents<'a> {
    /// Finds, in one pass, the documents that Terraform needs.
    pub fn new(artifacts: &'a [Artifact]) -> Self {
        let mut found = Self::default();
        for artifact in artifacts {
            found.add(artifact);
        }
        found
    }

    fn add(&mut self, artifact: &'a Artifact) {
        let directory = artifact.path.split('/').nth(1).unwrap_or_default();
        if is_of_role(artifact.kind) {
            self.roles.entry(directory).or_default().push(artifact);
        } else if let (true, Some(team)) = (is_of_team(artifact.kind), &artifact.team) {
            self.teams.entry(team.as_str()).or_default().push(artifact);
        } else if let (Kind::HelmValues, Some(value)) = (artifact.kind, artifact.value()) {
            self.values.insert(directory, value);
        } else if let (Kind::StorageClass, Some(name)) = (artifact.kind, artifact.name()) {
            self.classes.extend(artifact.value().map(|value| (name, value)));
        }
    }

    /// The documents of a kind that belong to a team.
    pub fn of_team(&self, team: &str, kind: Kind) -> impl Iterator<Item = &'a Value> {
        of_kind(self.teams.get(team), kind)
    }

    /// The documents of a kind that belong to an IAM role.
    pub fn of_role(&self, role: &str, kind: Kind) -> impl Iterator<Item = &'a Value> {
        of_kind(self.roles.get(role), kind)
    }

    /// The Helm values of an add-on.
    pub fn values(&self, addon: &str) -> Option<&'a Value> {
        self.values.get(addon).copied()
    }

    /// The storage class of that name.
    pub fn storage_class(&self, name: &str) -> Option<&'a Value> {
        self.classes.get(name).copied()
    }
}

fn of_kind<'a>(
    artifacts: Option<&Vec<&'a Artifact>>,
    kind: Kind,
) -> impl Iterator<Item = &'a Value> {
    let artifacts = artifacts.cloned().unwrap_or_default().into_iter();
    artifacts.filter(move |artifact| artifact.kind == kind).filter_map(Artifact::value)
}

fn is_of_role(kind: Kind) -> bool {
    matches!(kind, Kind::TrustPolicy | Kind::PermissionsPolicy | Kind::PodIdentityAssociation)
}

fn is_of_team(kind: Kind) -> bool {
    matches!(kind, Kind::Namespace | Kind::Role | Kind::RoleBinding | Kind::CreateVirtualCluster)
}
