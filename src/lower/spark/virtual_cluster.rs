//! The CreateVirtualCluster request of a team.

use crate::artifact::emr::{ContainerInfo, ContainerProvider, CreateVirtualCluster, EksInfo};
use crate::artifact::{Artifact, Kind};
use crate::model::{Platform, Team};
use crate::route;

/// The request.
pub fn lower(platform: &Platform, team: &Team) -> Artifact {
    let value = CreateVirtualCluster {
        name: team.virtual_cluster.clone(),
        container_provider: ContainerProvider {
            id: platform.cluster.name.to_string(),
            provider_type: "EKS".to_owned(),
            info: ContainerInfo { eks_info: EksInfo { namespace: team.namespace.to_string() } },
        },
        tags: platform.aws.tags.clone(),
    };
    let path = format!("emr/{}/virtual-cluster.json", team.name);
    Artifact::data(Kind::CreateVirtualCluster, path, &value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["containerProvider"], &team.origin.then("namespace"))
        .overridden(&team.overrides, &team.origin)
}
