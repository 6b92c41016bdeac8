//! VPC, control plane and core node group.

use serde_json::json;

use super::{platform, tree};

#[test]
fn s13_only_node_subnets_carry_the_tags_of_discovery() {
    let tree = tree(&platform("create: true", ""));
    for label in tree.labels("aws_subnet") {
        let tags = &tree.resource(&format!("aws_subnet.{label}"))["tags"];
        let discovered = tags.get("karpenter.sh/discovery").is_some();
        assert_eq!(discovered, label.starts_with("nodes_"), "{label}");
    }
    let groups = tree.labels("aws_security_group");
    let discovered = |label: &&&str| {
        let tags = &tree.resource(&format!("aws_security_group.{label}"))["tags"];
        tags.get("karpenter.sh/discovery").is_some()
    };
    assert_eq!(groups.iter().filter(discovered).collect::<Vec<_>>(), [&"eks_node"]);
}

#[test]
fn subnets_are_the_reference_platforms() {
    let tree = tree(&platform("create: true", ""));
    let range = |label: &str| tree.resource(&format!("aws_subnet.{label}"))["cidr_block"].clone();
    assert_eq!(range("public_us-west-2a"), "10.1.0.0/26");
    assert_eq!(range("private_us-west-2b"), "10.1.2.0/24");
    assert_eq!(range("nodes_us-west-2b"), "100.64.128.0/17");
    let zone = &tree.resource("aws_subnet.public_us-west-2b")["availability_zone"];
    assert_eq!(zone, "us-west-2b");
}

#[test]
fn x17_a_nat_gateway_in_each_zone_on_request() {
    let count = |network: &str| {
        let tree = tree(&platform(&format!("create: true, network: {{ {network} }}"), ""));
        (tree.labels("aws_nat_gateway").len(), tree.labels("aws_route_table").len())
    };
    assert_eq!(count("natGateways: single"), (1, 2));
    assert_eq!(count("natGateways: per-zone"), (2, 3));
}

#[test]
fn x05_endpoints_cover_the_services_in_use() {
    let tree = tree(&platform("create: true, network: { endpoints: true }", ""));
    let services = tree.local("endpoint_services").as_array().unwrap().clone();
    for service in ["emr-containers", "glue", "fsx", "aps-workspaces", "sqs", "logs", "eks-auth"] {
        assert!(services.contains(&json!(service)), "{service}");
    }
    assert_eq!(tree.resource("aws_vpc_endpoint.s3")["vpc_endpoint_type"], "Gateway");
}

#[test]
fn i22_the_public_endpoint_is_open_to_whom_the_spec_says() {
    let config = |endpoint: &str| {
        let tree = tree(&platform(&format!("create: true, endpoint: {{ {endpoint} }}"), ""));
        tree.resource("aws_eks_cluster.this")["vpc_config"].clone()
    };
    assert_eq!(config("cidrs: [10.0.0.0/8]")["public_access_cidrs"], json!(["10.0.0.0/8"]));
    assert_eq!(config("public: false")["endpoint_public_access"], false);
    assert_eq!(config("public: true").get("public_access_cidrs"), None);
}

#[test]
fn i09_i10_core_nodes_keep_their_credentials_and_have_no_more_than_nodes_need() {
    let tree = tree(&platform("create: true", ""));
    let options = &tree.resource("aws_launch_template.core_node")["metadata_options"];
    assert_eq!(options["http_put_response_hop_limit"], 1);
    assert_eq!(options["http_tokens"], "required");
    let attachments = tree.labels("aws_iam_role_policy_attachment");
    let of_nodes = attachments.iter().filter(|label| label.starts_with("core_node_"));
    assert_eq!(of_nodes.count(), 3);
}

#[test]
fn the_core_node_group_is_the_reference_platforms() {
    let tree = tree(&platform("create: true", ""));
    let group = tree.resource("aws_eks_node_group.core");
    assert_eq!(group["labels"], json!({ "WorkerType": "ON_DEMAND", "NodeGroupType": "core" }));
    assert_eq!(group["scaling_config"], json!({ "min_size": 3, "desired_size": 3, "max_size": 9 }));
    assert_eq!(group["ami_type"], "AL2023_x86_64_STANDARD");
    let disk = &tree.resource("aws_launch_template.core_node")["block_device_mappings"]["ebs"];
    assert_eq!(disk["volume_size"], 100);
    assert_eq!(disk["encrypted"], true);
}

#[test]
fn nodes_of_arm_types_get_an_arm_image() {
    let tree = tree(&platform("create: true, coreNodeGroup: { instanceTypes: [m6g.xlarge] }", ""));
    assert_eq!(tree.resource("aws_eks_node_group.core")["ami_type"], "AL2023_ARM_64_STANDARD");
}

#[test]
fn s15_zones_that_are_not_known_are_chosen_without_local_zones() {
    let spec = platform("create: true", "")
        .replace("us-west-2, zones: [us-west-2a, us-west-2b]", "xx-new-9");
    let tree = tree(&spec);
    let zones = tree.find("data", "aws_availability_zones.available").unwrap();
    assert_eq!(zones["filter"]["values"], json!(["opt-in-not-required"]));
    assert!(tree.dangling().is_empty());
}

#[test]
fn a_joined_cluster_is_read_and_not_made() {
    let tree = tree(&platform("create: false", ""));
    assert!(tree.find("data", "aws_eks_cluster.this").is_some());
    for kind in
        ["aws_vpc", "aws_subnet", "aws_eks_cluster", "aws_eks_node_group", "aws_nat_gateway"]
    {
        assert!(tree.labels(kind).is_empty(), "{kind}");
    }
}
