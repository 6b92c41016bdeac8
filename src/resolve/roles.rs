//! Execution roles: teams that name the same role share it.

use indexmap::IndexMap;

use crate::model::{Role, Team};
use crate::units::RoleName;

/// The roles of all teams, in the order first named.
pub fn roles(teams: &[Team]) -> IndexMap<RoleName, Role> {
    let mut roles: IndexMap<RoleName, Role> = IndexMap::new();
    for (index, team) in teams.iter().enumerate() {
        let role = roles.entry(team.role.clone()).or_insert_with(|| Role {
            name: team.role.clone(),
            namespaces: Vec::new(),
            teams: Vec::new(),
            origin: team.origin.clone(),
        });
        role.namespaces.push(team.namespace.clone());
        role.teams.push(index);
    }
    roles
}
