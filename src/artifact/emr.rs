//! Requests of the EMR containers API, version 2020-10-01, usable as `--cli-input-json`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// StartJobRun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartJobRun {
    /// The name of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The virtual cluster.
    #[serde(default)]
    pub virtual_cluster_id: String,
    /// The execution role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_role_arn: Option<String>,
    /// The release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_label: Option<String>,
    /// The program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_driver: Option<JobDriver>,
    /// Configuration and logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration_overrides: Option<ConfigurationOverrides>,
    /// How often to try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_policy_configuration: Option<RetryPolicyConfiguration>,
    /// Tags.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: IndexMap<String, String>,
}

/// How often to try.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetryPolicyConfiguration {
    /// The most attempts.
    pub max_attempts: u32,
}

/// The program of a job run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobDriver {
    /// `spark-submit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spark_submit_job_driver: Option<SparkSubmitJobDriver>,
}

/// A program for `spark-submit`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SparkSubmitJobDriver {
    /// The program's URI.
    pub entry_point: String,
    /// Its arguments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entry_point_arguments: Vec<String>,
    /// `--class`, `--conf` and so on, quoted as a shell would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spark_submit_parameters: Option<String>,
}

/// Configuration and logs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigurationOverrides {
    /// Configuration by classification.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub application_configuration: Vec<Configuration>,
    /// Logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring_configuration: Option<MonitoringConfiguration>,
}

/// The configuration of one classification.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Configuration {
    /// `spark-defaults`, `emr-job-submitter` and so on.
    pub classification: String,
    /// Its properties; no value may be empty.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<String, String>,
}

/// Where logs go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MonitoringConfiguration {
    /// `ENABLED` or `DISABLED`.
    #[serde(default, rename = "persistentAppUI", skip_serializing_if = "Option::is_none")]
    pub persistent_app_ui: Option<String>,
    /// Logs to CloudWatch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cloud_watch_monitoring_configuration: Option<CloudWatchMonitoringConfiguration>,
    /// Logs to S3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3_monitoring_configuration: Option<S3MonitoringConfiguration>,
}

/// Logs to CloudWatch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloudWatchMonitoringConfiguration {
    /// The log group.
    pub log_group_name: String,
    /// What stream names begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_stream_name_prefix: Option<String>,
}

/// Logs to S3.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct S3MonitoringConfiguration {
    /// The prefix.
    pub log_uri: String,
}

/// CreateVirtualCluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateVirtualCluster {
    /// The name.
    pub name: String,
    /// The cluster and the namespace.
    pub container_provider: ContainerProvider,
    /// Tags.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: IndexMap<String, String>,
}

/// An EKS cluster and a namespace of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerProvider {
    /// The EKS cluster's name.
    pub id: String,
    /// `EKS`.
    #[serde(rename = "type")]
    pub provider_type: String,
    /// The namespace.
    pub info: ContainerInfo,
}

/// What is said of an EKS cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerInfo {
    /// The namespace.
    pub eks_info: EksInfo,
}

/// A namespace of an EKS cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EksInfo {
    /// The namespace.
    pub namespace: String,
}

/// CreateManagedEndpoint.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateManagedEndpoint {
    /// The name.
    pub name: String,
    /// The virtual cluster.
    pub virtual_cluster_id: String,
    /// `JUPYTER_ENTERPRISE_GATEWAY`.
    #[serde(rename = "type")]
    pub endpoint_type: String,
    /// The release.
    pub release_label: String,
    /// The execution role.
    pub execution_role_arn: String,
    /// Configuration and logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration_overrides: Option<ConfigurationOverrides>,
    /// Tags.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: IndexMap<String, String>,
}
