//! The document of a data team.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Allow, ApiVersion, Job, Override, Process};
use crate::units::{
    Arn, JobName, Namespace, PoolName, Quantity, ReleaseLabel, RoleName, S3Uri, StorageName,
    TeamName, VolumeName,
};

/// The kind of this document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum TeamKind {
    /// A data team: its namespace, its volumes, its jobs.
    Team,
}

/// A data team: a namespace, an EMR virtual cluster, an execution role, volumes and jobs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Team {
    /// The version of the language: `emrgen.io/v1`.
    pub api_version: ApiVersion,
    /// `Team`.
    pub kind: TeamKind,
    /// The team's name.
    pub name: TeamName,
    /// The team's namespace. Default: the team's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<Namespace>,
    /// Labels of the namespace. Default: emrgen's own.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<String, String>,
    /// The pools that the team's pods may use. Default: the pools that its jobs name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pools: Vec<PoolName>,
    /// How much the namespace may request. Default: no quota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Quota>,
    /// The execution role. Teams that name the same role share it: its trust policy has a statement
    /// for each namespace, as the AWS CLI writes them, or one for all where IAM's 2,048 characters
    /// would not hold them. Default: `<cluster>-<namespace>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleName>,
    /// The data the team's jobs read and write, besides `s3://<bucket>/<team>/`. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
    /// Where the logs of the team's jobs go. Default: a group of the namespace for 7 days, as in
    /// the reference platform, and `s3://<bucket>/<team>/logs/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logs: Option<Logs>,
    /// Persistent volume claims by name. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub volumes: IndexMap<VolumeName, Volume>,
    /// What the team's jobs have in common; a job's own fields win, key by key. Default: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defaults: Option<Box<Job>>,
    /// Spark jobs by name. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub jobs: IndexMap<JobName, Job>,
    /// Interactive endpoints for EMR Studio by name. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub endpoints: IndexMap<JobName, InteractiveEndpoint>,
    /// Fields merged into the team's documents, by kind: `Namespace`, `Role`, `NetworkPolicy`, …
    /// Default: none.
    #[serde(default, rename = "override", skip_serializing_if = "IndexMap::is_empty")]
    pub overrides: Override,
    /// Diagnostics accepted for this team: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}

/// How much a namespace may request in all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quota {
    /// CPU requests of all pods. Default: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Quantity>,
    /// Memory requests of all pods. Default: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Quantity>,
    /// The number of pods. Default: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pods: Option<u32>,
    /// Storage requests of all claims. Default: no bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<Quantity>,
}

/// Data in S3 that a team's jobs use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Data {
    /// Buckets and prefixes that are read. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<S3Uri>,
    /// Buckets and prefixes that are read and written. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub write: Vec<S3Uri>,
    /// KMS keys that the data is encrypted with. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<Arn>,
    /// Glue databases that jobs with `catalog: glue` may use. Default: `[default]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub databases: Vec<String>,
}

/// Where the logs of a team's jobs go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Logs {
    /// The CloudWatch log group. Default: `/emr-on-eks-logs/<cluster>/<namespace>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[.\-_/#A-Za-z0-9]{1,512}$"), extend("x-meaning" = "the name of a log group: letters, digits and `.-_/#`"))]
    pub group: Option<String>,
    /// How many days logs are kept. Default: 7.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
    /// Whether logs also go to `s3://<bucket>/<team>/logs/`. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3: Option<bool>,
}

/// A persistent volume claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Volume {
    /// The storage it is made from.
    pub storage: StorageName,
    /// The size. Default: that of a shared file system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Quantity>,
}

/// An interactive endpoint: a Jupyter Enterprise Gateway for EMR Studio.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InteractiveEndpoint {
    /// The EMR release. Default: that of the team's defaults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseLabel>,
    /// The pool that kernels and executors run on. Default: that of the team's defaults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolName>,
    /// The driver of a session. Default: 1 core and 8g.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<Process>,
    /// Further Spark configuration; it wins over what emrgen writes. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub conf: IndexMap<String, String>,
    /// Fields merged into the endpoint's documents, by kind: `CreateManagedEndpoint`,
    /// `DriverPodTemplate`, `ExecutorPodTemplate`. Default: none.
    #[serde(default, rename = "override", skip_serializing_if = "IndexMap::is_empty")]
    pub overrides: Override,
    /// Diagnostics accepted for this endpoint: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}
