//! Rights in the Glue Data Catalog, for roles whose jobs use it.

use std::collections::BTreeSet;

use super::teams;
use crate::artifact::iam::Statement;
use crate::model::{Platform, Role, Team};

/// Databases that Spark looks for when a session starts, whatever a job names.
const LOOKED_FOR: [&str; 2] = ["default", "global_temp"];

/// Finding databases.
const FIND: &[&str] = &["glue:GetDatabase", "glue:GetDatabases"];

/// Where an account has no database `default` yet, the first session makes it, whatever its job uses.
const MAKE: &[&str] = &["glue:CreateDatabase"];

/// Reading and writing tables, their partitions and functions. Other databases are never made, and
/// none is removed.
const USE: &[&str] = &[
    "glue:BatchCreatePartition",
    "glue:BatchDeletePartition",
    "glue:BatchGetPartition",
    "glue:CreatePartition",
    "glue:CreateTable",
    "glue:DeletePartition",
    "glue:DeleteTable",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:GetTables",
    "glue:GetUserDefinedFunction",
    "glue:GetUserDefinedFunctions",
    "glue:UpdatePartition",
    "glue:UpdateTable",
];

/// The statements; none where no job uses the catalog.
pub fn statements(platform: &Platform, role: &Role) -> Vec<Statement> {
    let users = teams(platform, role).filter(|team| team.uses_glue());
    let databases: BTreeSet<&str> = users.flat_map(databases).collect();
    if databases.is_empty() {
        return Vec::new();
    }
    let arn = |resource: &str| platform.arn("glue", resource);
    let database = |name: &&str| arn(&format!("database/{name}"));
    let catalog = || std::iter::once(arn("catalog"));
    let found: BTreeSet<&str> = databases.iter().copied().chain(LOOKED_FOR).collect();
    let contents = databases.iter().flat_map(|name| {
        ["table", "userDefinedFunction"].map(|kind| arn(&format!("{kind}/{name}/*")))
    });
    vec![
        Statement::allow("FindDatabases", FIND, catalog().chain(found.iter().map(database))),
        Statement::allow("MakeDefault", MAKE, catalog().chain([arn("database/default")])),
        Statement::allow(
            "UseTables",
            USE,
            catalog().chain(databases.iter().map(database)).chain(contents),
        ),
    ]
}

/// The databases that a team names, else `default`.
fn databases(team: &Team) -> impl Iterator<Item = &str> {
    let named = team.data.databases.iter().map(String::as_str);
    let default = team.data.databases.is_empty().then_some("default");
    named.chain(default)
}
