//! EMR's Spark operator, and the history of what it ran.

use serde_json::{Value, json};

use super::account::{Grant, service_account};
use super::placement::core;
use super::{Delivery, Recipe};
use crate::artifact::iam::{Policy, Statement};
use crate::model::Platform;
use crate::spec::{Identity, Runner};

/// EMR's Spark operator.
pub const OPERATOR: Recipe = Recipe {
    name: "spark-operator",
    delivery: Delivery::Chart,
    grant: None,
    values: operator,
    daemon: None,
};

fn operator(platform: &Platform) -> Value {
    let mut jobs = operator_jobs(platform);
    let batch = jobs.any(|job| job.yunikorn.is_some()).then(|| json!({ "enable": true }));
    json!({
        "emrContainers": { "awsRegion": platform.aws.region },
        "replicaCount": 1,
        "webhook": { "enable": true, "port": 8080 },
        "batchScheduler": batch,
        "nodeSelector": core(platform),
    })
}

fn operator_jobs(platform: &Platform) -> impl Iterator<Item = &crate::model::Job> {
    let jobs = platform.teams.iter().flat_map(|team| team.jobs.values());
    jobs.filter(|job| job.runner == Runner::SparkOperator)
}

/// The chart is released with EMR, under the release's number: the newest that a job names, so
/// that the operator knows what it starts.
pub fn operator_version(platform: &Platform) -> Option<String> {
    let newest = operator_jobs(platform).map(|job| &job.release).max_by_key(|it| it.version())?;
    let (major, minor, patch) = newest.version();
    // The public registry has had the chart since 7.3.
    ((major, minor) >= (7, 3)).then(|| format!("{major}.{minor}.{patch}"))
}

/// The Spark UI of finished operator jobs.
pub const HISTORY_SERVER: Recipe = Recipe {
    name: "spark-history-server",
    delivery: Delivery::Chart,
    grant: Some(Grant { accounts: &[HISTORY_ACCOUNT], managed: &[], policy: history_policy }),
    values: history,
    daemon: None,
};

/// The history server's account.
pub const HISTORY_ACCOUNT: &str = "spark-history-server";

fn history(platform: &Platform) -> Value {
    let role = platform.role_arn(&super::role(platform, &HISTORY_SERVER));
    // The chart puts the role on any account that it makes. EKS Pod Identity wants an account
    // without it, so Terraform makes that one.
    let account = match platform.cluster.identity {
        Identity::Irsa => service_account(platform, &HISTORY_SERVER, HISTORY_ACCOUNT),
        Identity::PodIdentity => json!({ "create": false, "name": HISTORY_ACCOUNT }),
    };
    json!({
        "serviceAccount": account,
        "logStore": {
            "type": "s3",
            "s3": {
                "bucket": platform.bucket.name.as_str(),
                "eventLogsPath": Platform::EVENT_LOGS,
                "irsaRoleArn": role,
            },
        },
        "nodeSelector": core(platform),
    })
}

/// Reading what jobs write, and nothing beside it.
fn history_policy(platform: &Platform) -> Option<Policy> {
    let bucket = format!("arn:{}:s3:::{}", platform.aws.partition(), platform.bucket.name);
    let logs = Platform::EVENT_LOGS;
    Some(Policy::new(vec![
        Statement::allow("Read", &["s3:GetObject"], [format!("{bucket}/{logs}*")]),
        Statement::allow("List", &["s3:ListBucket"], [bucket]).when(
            "StringLike",
            "s3:prefix",
            vec![logs.trim_end_matches('/').to_owned(), format!("{logs}*")],
        ),
    ]))
}
