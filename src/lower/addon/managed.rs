//! Add-ons that EKS installs, or whose values are a line or two.

use serde_json::{Value, json};

use super::account::{Grant, managed_only, service_account};
use super::placement::{core, everywhere};
use super::{Delivery, Recipe, daemon};
use crate::model::Platform;

/// Addresses of pods. Prefixes of sixteen addresses make pods start without waiting for one, and
/// the agent enforces network policies, which nothing else does.
pub const VPC_CNI: Recipe = Recipe {
    name: "vpc-cni",
    delivery: Delivery::EksBeforeNodes,
    grant: Some(Grant {
        accounts: &["aws-node"],
        managed: &["AmazonEKS_CNI_Policy"],
        policy: managed_only,
    }),
    values: |_| {
        json!({
            "enableNetworkPolicy": "true",
            "env": { "ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1" },
        })
    },
    daemon: daemon(50, 0),
};

/// Network rules on nodes.
pub const KUBE_PROXY: Recipe = Recipe {
    name: "kube-proxy",
    delivery: Delivery::EksBeforeNodes,
    grant: None,
    values: |_| Value::Null,
    daemon: daemon(100, 0),
};

/// Names. Either the proportional autoscaler counts its replicas or EKS does, never both.
pub const COREDNS: Recipe = Recipe {
    name: "coredns",
    delivery: Delivery::Eks,
    grant: None,
    values: |platform| {
        let by_eks = platform.addon("cluster-proportional-autoscaler").is_none();
        json!({
            "nodeSelector": core(platform),
            "autoScaling": by_eks.then(|| json!({ "enabled": true })),
        })
    },
    daemon: None,
};

/// Credentials by EKS Pod Identity.
pub const POD_IDENTITY_AGENT: Recipe = Recipe {
    name: "eks-pod-identity-agent",
    delivery: Delivery::EksBeforeNodes,
    grant: None,
    values: |_| Value::Null,
    daemon: daemon(0, 0),
};

/// CPU and memory use.
pub const METRICS_SERVER: Recipe = Recipe {
    name: "metrics-server",
    delivery: Delivery::Eks,
    grant: None,
    values: |platform| json!({ "nodeSelector": core(platform) }),
    daemon: None,
};

/// CloudWatch Container Insights.
pub const CLOUDWATCH: Recipe = Recipe {
    name: "cloudwatch-metrics",
    delivery: Delivery::Chart,
    grant: Some(Grant {
        accounts: &["cloudwatch-agent"],
        managed: &["CloudWatchAgentServerPolicy"],
        policy: managed_only,
    }),
    values: cloudwatch,
    daemon: daemon(200, 200),
};

fn cloudwatch(platform: &Platform) -> Value {
    json!({
        "clusterName": platform.cluster.name,
        // Nodes tell their metadata to nothing that is more than a hop away.
        "hostNetwork": true,
        "serviceAccount": service_account(platform, &CLOUDWATCH, "cloudwatch-agent"),
        "tolerations": everywhere(),
    })
}
