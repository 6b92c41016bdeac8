//! VPC endpoints: the AWS services in use, reached without leaving the VPC.

use std::collections::BTreeSet;

use serde_json::json;

use super::network::{self, Tier};
use super::{Context, networking};
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::model::{Platform, StorageKind};
use crate::spec::{Catalog, Runner};

const GROUP: Address = Address::resource("aws_security_group", "vpc_endpoints");
const INTERFACES: Address = Address::resource("aws_vpc_endpoint", "interface");
const S3: Address = Address::resource("aws_vpc_endpoint", "s3");

/// What nodes, the control plane and EMR's pods call whatever the jobs are.
const ALWAYS: [&str; 15] = [
    "autoscaling",
    "ec2",
    "ec2messages",
    "ecr.api",
    "ecr.dkr",
    "eks",
    "eks-auth",
    "elasticloadbalancing",
    "emr-containers",
    "kms",
    "logs",
    "sqs",
    "ssm",
    "ssmmessages",
    "sts",
];

/// `endpoints.tf.json`; empty unless the spec asks for endpoints.
pub fn lower(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let mut file = Configuration::new();
    if !platform.cluster.network.endpoints {
        return file;
    }
    let region = platform.aws.region.as_str();
    file.local("endpoint_services", services(platform));
    security_group(platform, &mut file);
    file.declare(
        &INTERFACES,
        json!({
            "for_each": Expression::new("toset(local.endpoint_services)"),
            "vpc_id": network::vpc_id(),
            "vpc_endpoint_type": "Interface",
            "service_name": Expression::text(&format!("{}.{region}.", reverse_dns(platform)))
                .then(&Expression::new("each.key")),
            "subnet_ids": Tier::Private.ids(platform),
            "security_group_ids": [GROUP.get("id")],
            "private_dns_enabled": true,
        }),
    );
    file.declare(
        &S3,
        json!({
            "vpc_id": network::vpc_id(),
            "vpc_endpoint_type": "Gateway",
            "service_name": format!("com.amazonaws.{region}.s3"),
            "route_table_ids": network::route_tables(platform),
        }),
    );
    file
}

/// The services in use, by the last part of their endpoints' names.
fn services(platform: &Platform) -> BTreeSet<&'static str> {
    let mut services = BTreeSet::from(ALWAYS);
    let jobs = || platform.teams.iter().flat_map(|team| team.jobs.values());
    if jobs().any(|job| job.catalog == Some(Catalog::Glue)) {
        services.insert("glue");
    }
    if jobs().any(|job| job.runner == Runner::Emr && job.persistent_ui) {
        services.insert("elasticmapreduce");
    }
    let lustre = |kind: &StorageKind| {
        matches!(kind, StorageKind::LustreDynamic { .. } | StorageKind::LustreShared(_))
    };
    if platform.storage.values().any(|storage| lustre(&storage.kind)) {
        services.insert("fsx");
    }
    if platform.addon("amazon-managed-prometheus").is_some() {
        services.insert("aps-workspaces");
    }
    if platform.addon("cloudwatch-metrics").is_some() {
        services.insert("monitoring");
    }
    services
}

/// China's interface endpoints are named after their own domain.
fn reverse_dns(platform: &Platform) -> &'static str {
    if platform.aws.region.as_str().starts_with("cn-") {
        "cn.com.amazonaws"
    } else {
        "com.amazonaws"
    }
}

fn security_group(platform: &Platform, file: &mut Configuration) {
    let cluster = &platform.cluster;
    networking::security_group(
        &GROUP,
        &format!("{}-vpc-endpoints", cluster.name),
        "VPC endpoints",
        file,
    );
    for (name, range) in [("vpc", cluster.network.cidr), ("nodes", cluster.network.secondary_cidr)]
    {
        let rule = networking::Rule::ingress(&GROUP, "HTTPS from the VPC").ports("tcp", 443, 443);
        rule.with("cidr_ipv4", json!(range)).declare(&format!("vpc_endpoints_{name}"), file);
    }
}
