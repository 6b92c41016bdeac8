//! Autoscalers of the core node group and of CoreDNS.

use serde_json::{Value, json};

use super::account::{Grant, service_account};
use super::placement::core;
use super::{Delivery, Recipe};
use crate::artifact::iam::{Policy, Statement};
use crate::catalog::charts;
use crate::model::Platform;

/// Replicas of CoreDNS by the size of the cluster.
pub const PROPORTIONAL: Recipe = Recipe {
    name: "cluster-proportional-autoscaler",
    delivery: Delivery::Chart,
    grant: None,
    values: |platform| {
        json!({
            "config": { "linear": {
                "coresPerReplica": 256,
                "nodesPerReplica": 16,
                "min": 2,
                "preventSinglePointFailure": true,
                "includeUnschedulableNodes": true,
            } },
            "options": { "namespace": "kube-system", "target": "deployment/coredns" },
            "nodeSelector": core(platform),
        })
    },
    daemon: None,
};

/// Nodes of the core node group on demand. EKS tags the group's Auto Scaling group, by which it is
/// found.
pub const CLUSTER: Recipe = Recipe {
    name: "cluster-autoscaler",
    delivery: Delivery::Chart,
    grant: Some(Grant { accounts: &["cluster-autoscaler"], managed: &[], policy }),
    values,
    daemon: None,
};

fn values(platform: &Platform) -> Value {
    // The autoscaler simulates the scheduler, so the two have to be of one Kubernetes release.
    let tag = charts::cluster_autoscaler_tag(platform.cluster.kubernetes);
    json!({
        "autoDiscovery": { "clusterName": platform.cluster.name },
        "awsRegion": platform.aws.region,
        "image": { "tag": tag },
        "extraArgs": { "balance-similar-node-groups": true, "skip-nodes-with-system-pods": false },
        "rbac": { "serviceAccount": service_account(platform, &CLUSTER, "cluster-autoscaler") },
        "nodeSelector": core(platform),
    })
}

/// Sees all groups, changes those of this cluster.
fn policy(platform: &Platform) -> Option<Policy> {
    let see = [
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
    ];
    let node_groups = platform.arn("eks", &format!("nodegroup/{}/*/*", platform.cluster.name));
    let groups = platform.arn("autoscaling", "autoScalingGroup:*:autoScalingGroupName/*");
    let change =
        ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"];
    let tag = format!("aws:ResourceTag/k8s.io/cluster-autoscaler/{}", platform.cluster.name);
    Some(Policy::new(vec![
        Statement::allow("See", &see, ["*".to_owned()]),
        Statement::allow("SeeNodeGroups", &["eks:DescribeNodegroup"], [node_groups]),
        Statement::allow("Change", &change, [groups]).when("StringEquals", &tag, "owned"),
    ]))
}
