//! The core node group: managed nodes for the pods that run the platform itself.

use serde_json::{Value, json};

use super::network::Tier;
use super::{Context, addon_address, eks, service_role};
use crate::artifact::terraform::{Address, Configuration};
use crate::catalog::instance::{Architecture, instance_type};
use crate::model::{CoreNodeGroup, Platform};

/// The role of its nodes.
pub const ROLE: Address = Address::resource("aws_iam_role", "core_node");
const TEMPLATE: Address = Address::resource("aws_launch_template", "core_node");

/// The node group.
pub const GROUP: Address = Address::resource("aws_eks_node_group", "core");

/// What a node of EKS needs from IAM, and no more: pods have roles of their own.
pub const NODE_POLICIES: [&str; 3] = [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonSSMManagedInstanceCore",
];

/// `core-node-group.tf.json`.
pub fn lower(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let mut file = Configuration::new();
    let name = platform.cluster.role_name("core-node");
    service_role::declare(&ROLE, name.as_str(), ec2(platform), &mut file);
    for policy in NODE_POLICIES {
        service_role::attach(&attachment(policy), &ROLE, platform, policy, &mut file);
    }
    launch_template(platform, &mut file);
    node_group(context, &mut file);
    file
}

/// The name of EC2 in trust policies, which China spells its own way.
pub fn ec2(platform: &Platform) -> &'static str {
    if platform.aws.region.as_str().starts_with("cn-") {
        "ec2.amazonaws.com.cn"
    } else {
        "ec2.amazonaws.com"
    }
}

fn attachment(policy: &str) -> Address {
    Address::labelled("aws_iam_role_policy_attachment", format!("core_node_{policy}"))
}

fn launch_template(platform: &Platform, file: &mut Configuration) {
    let core = &platform.cluster.core;
    let gib = core.volume.bytes() / (1 << 30);
    // The provider's tags reach the template, and not what EC2 makes of it.
    let mut tags = platform.aws.tags.clone();
    tags.insert("Name".to_owned(), format!("{}-core", platform.cluster.name));
    file.declare(
        &TEMPLATE,
        json!({
            "name": format!("{}-core", platform.cluster.name),
            "update_default_version": true,
            "vpc_security_group_ids": [eks::NODE_GROUP.get("id")],
            "block_device_mappings": {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_size": i64::try_from(gib).unwrap_or(i64::MAX),
                    "volume_type": "gp3",
                    "encrypted": true,
                    "delete_on_termination": true,
                },
            },
            // One hop keeps the node's credentials from pods: they have roles of their own.
            "metadata_options": {
                "http_endpoint": "enabled",
                "http_tokens": "required",
                "http_put_response_hop_limit": 1,
            },
            "monitoring": { "enabled": true },
            "tag_specifications": [
                { "resource_type": "instance", "tags": tags },
                { "resource_type": "volume", "tags": tags },
            ],
        }),
    );
}

fn node_group(context: &Context<'_>, file: &mut Configuration) {
    let platform = context.platform;
    let core = &platform.cluster.core;
    let mut needs: Vec<String> = NODE_POLICIES.map(|policy| attachment(policy).path()).into();
    needs.extend(addon_address::before_nodes(platform));
    file.declare(
        &GROUP,
        json!({
            "cluster_name": eks::cluster(platform).get("name"),
            "node_group_name": "core-node-group",
            "node_role_arn": ROLE.get("arn"),
            "subnet_ids": Tier::Node.ids(platform),
            "ami_type": ami_type(core),
            "capacity_type": "ON_DEMAND",
            "instance_types": core.instance_types,
            "scaling_config":
                { "min_size": core.min, "desired_size": core.desired, "max_size": core.max },
            "update_config": { "max_unavailable_percentage": 33 },
            "labels": labels(),
            "launch_template":
                { "id": TEMPLATE.get("id"), "version": TEMPLATE.get("latest_version") },
            // The autoscaler changes it.
            "lifecycle": { "ignore_changes": ["scaling_config[0].desired_size"] },
            "depends_on": needs,
        }),
    );
}

fn labels() -> Value {
    let (key, value) = CoreNodeGroup::LABEL;
    json!({ "WorkerType": "ON_DEMAND", key: value })
}

/// The image of the group's architecture; x86-64 where the catalog does not know the type.
fn ami_type(core: &CoreNodeGroup) -> &'static str {
    let arm = |name: &String| {
        instance_type(name).is_some_and(|known| known.architecture == Architecture::Arm64)
    };
    if core.instance_types.iter().all(arm) {
        "AL2023_ARM_64_STANDARD"
    } else {
        "AL2023_x86_64_STANDARD"
    }
}
