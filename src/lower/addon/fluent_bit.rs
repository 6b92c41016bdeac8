//! Fluent Bit: logs of all pods to CloudWatch and S3.

use serde_json::{Value, json};

use super::account::{Grant, service_account};
use super::placement::everywhere;
use super::{Delivery, Recipe, daemon};
use crate::artifact::iam::{Policy, Statement};
use crate::model::Platform;

/// AWS for Fluent Bit.
pub const RECIPE: Recipe = Recipe {
    name: "fluent-bit",
    delivery: Delivery::Chart,
    grant: Some(Grant { accounts: &["aws-for-fluent-bit"], managed: &[], policy }),
    values,
    daemon: daemon(50, 50),
};

/// The log group, which Terraform makes and nobody else.
pub fn log_group(platform: &Platform) -> String {
    format!("/{}/aws-fluentbit-logs", platform.cluster.name)
}

/// The prefix of its objects in the platform's bucket.
fn prefix(platform: &Platform) -> String {
    format!("{}/pod-logs", platform.cluster.name)
}

fn values(platform: &Platform) -> Value {
    let region = &platform.aws.region;
    json!({
        "serviceAccount": service_account(platform, &RECIPE, "aws-for-fluent-bit"),
        // The kubelet answers for its own pods, which spares the API server; it is reached, like
        // the node's metadata, from the node's own network.
        "hostNetwork": true,
        "dnsPolicy": "ClusterFirstWithHostNet",
        "filter": { "extraFilters": "Use_Kubelet On\nKubelet_Port 10250\n" },
        "cloudWatchLogs": {
            "enabled": true,
            "region": region,
            "logGroupName": log_group(platform),
            // The chart's own template would name groups that do not exist.
            "logGroupTemplate": "",
            "autoCreateGroup": false,
        },
        "s3": {
            "enabled": true,
            "region": region,
            "bucket": platform.bucket.name.as_str(),
            "s3KeyFormat": format!("/{}/$TAG/%Y/%m/%d/%H-%M-%S-$UUID", prefix(platform)),
            "totalFileSize": "100M",
            "uploadTimeout": "5m",
        },
        "tolerations": everywhere(),
    })
}

fn policy(platform: &Platform) -> Option<Policy> {
    let group = platform.arn("logs", &format!("log-group:{}", log_group(platform)));
    let write = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];
    let partition = platform.aws.partition();
    let objects = format!("arn:{partition}:s3:::{}/{}/*", platform.bucket.name, prefix(platform));
    Some(Policy::new(vec![
        Statement::allow("Logs", &write, [group.clone(), format!("{group}:log-stream:*")]),
        Statement::allow("Objects", &["s3:PutObject"], [objects]),
    ]))
}
