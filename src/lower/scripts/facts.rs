//! What scripts know of the platform.

use serde::Serialize;

use super::late;
use crate::model::Platform;

/// What the templates may name.
#[derive(Debug, Serialize)]
pub struct Facts {
    name: String,
    account: String,
    region: String,
    cluster: String,
    bucket: String,
    create: bool,
    karpenter_namespace: String,
    prometheus_alias: Option<String>,
    teams: Vec<Team>,
    pools: Vec<String>,
    late: Vec<late::Lookup>,
}

/// A team.
#[derive(Debug, Serialize)]
struct Team {
    name: String,
    namespace: String,
    virtual_cluster: String,
    uses_emr: bool,
}

/// The facts of a platform.
pub fn facts(platform: &Platform) -> Facts {
    let teams = platform.teams.iter().map(|team| Team {
        name: team.name.to_string(),
        namespace: team.namespace.to_string(),
        virtual_cluster: team.virtual_cluster.clone(),
        uses_emr: team.uses_emr(),
    });
    Facts {
        name: platform.name.to_string(),
        account: platform.aws.account.to_string(),
        region: platform.aws.region.to_string(),
        cluster: platform.cluster.name.to_string(),
        bucket: platform.bucket.name.to_string(),
        create: platform.cluster.create,
        karpenter_namespace: "karpenter".to_owned(),
        prometheus_alias: platform
            .addon("amazon-managed-prometheus")
            .map(|_| platform.prometheus_alias()),
        teams: teams.collect(),
        pools: platform.pools.keys().map(ToString::to_string).collect(),
        late: late::lookups(platform),
    }
}
