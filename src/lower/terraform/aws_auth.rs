//! The `aws-auth` ConfigMap of a cluster that emrgen makes, for those who let EMR in that way.
//!
//! EKS has written the map by the time that the nodes are there, so only its mappings are set.
//! The map of a cluster that is joined holds what others rely on: the scripts add to it instead.

use serde_json::{Value, json};

use super::{Context, interruption, node_group};
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::model::Platform;
use crate::spec::Access;

/// The mappings.
pub const CONFIG_MAP: Address = Address::resource("kubernetes_config_map_v1_data", "aws_auth");

/// Whether Terraform writes the map.
pub fn is_written(platform: &Platform) -> bool {
    platform.cluster.create && platform.cluster.access == Access::AwsAuth
}

/// `aws-auth.tf.json`.
pub fn lower(context: &Context<'_>) -> Configuration {
    let mut file = Configuration::new();
    if !is_written(context.platform) {
        return file;
    }
    file.local("aws_auth_roles", mappings(context.platform));
    file.declare(
        &CONFIG_MAP,
        json!({
            "metadata": { "name": "aws-auth", "namespace": "kube-system" },
            "data": { "mapRoles": Expression::new("yamlencode(local.aws_auth_roles)") },
            "force": true,
            "depends_on": [node_group::GROUP.path()],
        }),
    );
    file
}

/// Nodes as nodes, and EMR's service-linked role (without its path) as the user `emr-containers`.
fn mappings(platform: &Platform) -> Value {
    let node = |role: Value| {
        json!({
            "rolearn": role,
            "username": "system:node:{{EC2PrivateDNSName}}",
            "groups": ["system:bootstrappers", "system:nodes"],
        })
    };
    json!([
        node(json!(node_group::ROLE.get("arn"))),
        node(interruption::node_role_arn(platform)),
        { "rolearn": platform.emr_service_role_arn(), "username": "emr-containers" },
    ])
}
