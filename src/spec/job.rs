//! A Spark job.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Allow, Capacity, Override, Scratch};
use crate::units::{Duration, JvmMemory, PoolName, Quantity, ReleaseLabel, VolumeName, Zone};

/// A Spark job. What it leaves out comes from the team's `defaults`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Job {
    /// The EMR release: `emr-7.9.0`, or with an image `emr-7.9.0-latest`.
    /// Default: none; a job has one of its own or from the team's `defaults`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseLabel>,
    /// The program: a file beside the spec, which is uploaded, `s3://…` or `local:///…`.
    /// Default: none; a job has one of its own or from the team's `defaults`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_point: Option<String>,
    /// The main class of a JVM program. Default: none, for a program in Python.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub main_class: Option<String>,
    /// Arguments. `${input}`, `${output}`, `${home}` and `${bucket}` stand for the job's places in
    /// S3: `s3://<bucket>/<team>/<job>/input/` and so on. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<Vec<String>>,
    /// What is put below `${input}`: files beside the spec, and addresses `https://…`, which
    /// `run-job.sh` fetches once. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<String>,
    /// The driver. Default: 1 core and 1g.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<Process>,
    /// The executors. Default: two of 1 core and 1g.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executors: Option<Executors>,
    /// The pool that driver and executors run on. Default: none; a job has one of its own, one for
    /// each role, or from the team's `defaults`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolName>,
    /// The zone that all pods run in. Default: that of the Lustre file system that
    /// the job uses, else any zone of the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// The disk that Spark spills to: `node`, `memory`, `{ node: 50Gi }`,
    /// `{ storage: NAME, size: 50Gi }`, `{ claim: NAME }` or `{ hostPath: /dir }`.
    /// Default: `node`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scratch: Option<Scratch>,
    /// Volumes of the team mounted in every pod, by mount path. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub mounts: IndexMap<String, VolumeName>,
    /// Who places the pods. Default: the Kubernetes scheduler.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduler: Option<Scheduler>,
    /// The table format whose libraries and settings the job needs. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table_format: Option<TableFormat>,
    /// The table catalog. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog: Option<Catalog>,
    /// Who runs the job. Default: `emr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runner: Option<Runner>,
    /// A container image in place of the release's. Default: the release's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The longest run, which disruption is checked against. Default: unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_runtime: Option<Duration>,
    /// How often EMR starts the driver at most. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub max_attempts: Option<u32>,
    /// Further Spark configuration; it wins over what emrgen writes. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub conf: IndexMap<String, String>,
    /// Logs and metrics of the job. Default: both are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub monitoring: Option<Monitoring>,
    /// Fields merged into the job's documents, by kind: `DriverPodTemplate`, `ExecutorPodTemplate`,
    /// `StartJobRun`, `SparkApplication`. Default: none.
    #[serde(default, rename = "override", skip_serializing_if = "IndexMap::is_empty")]
    pub overrides: Override,
    /// Diagnostics accepted for this job: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}

/// A Spark driver.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Process {
    /// Task slots, and the CPU request unless `cpu` says otherwise. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub cores: Option<u32>,
    /// The CPU request and limit of the pod. Default: a request of `cores`, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Cpu>,
    /// The JVM's heap. Default: `1g`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<JvmMemory>,
    /// Memory beside the heap. Default: Spark's, 40% for Python and 10% for JVM programs, at least
    /// 384 MiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overhead: Option<JvmMemory>,
    /// How the node is bought. Default: `on-demand` for drivers, the pool's for executors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// The pool. Default: the job's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolName>,
    /// The disk to spill to. Default: the job's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scratch: Option<Scratch>,
    /// Volumes of the team mounted in this pod only, by mount path. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub mounts: IndexMap<String, VolumeName>,
}

/// The CPU request and limit of a pod.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cpu {
    /// The request. Default: the number of cores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Quantity>,
    /// The limit. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Quantity>,
}

/// Spark executors.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Executors {
    /// How many: a number, or bounds for dynamic allocation. Default: 2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<Instances>,
    /// Task slots of each, and the CPU request unless `cpu` says otherwise. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub cores: Option<u32>,
    /// The CPU request and limit of each pod. Default: a request of `cores`, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Cpu>,
    /// The JVM's heap. Default: `1g`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<JvmMemory>,
    /// Memory beside the heap. Default: Spark's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overhead: Option<JvmMemory>,
    /// How the nodes are bought. Default: the pool's choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    /// The pool. Default: the job's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolName>,
    /// The disk to spill to. Default: the job's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scratch: Option<Scratch>,
    /// Volumes of the team mounted in these pods only, by mount path. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub mounts: IndexMap<String, VolumeName>,
}

/// How many executors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum Instances {
    /// As many as this.
    Fixed(u32),
    /// As many as there is work for (dynamic allocation).
    Dynamic {
        /// At least. Default: 0.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u32>,
        /// At most.
        max: u32,
    },
}

/// Who places the pods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scheduler {
    /// Apache YuniKorn, which needs the add-on `yunikorn`.
    pub yunikorn: YuniKorn,
}

/// How YuniKorn places the pods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct YuniKorn {
    /// The queue, with its parents: `root.test`. Default: `root.default`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// Whether all pods start together or not at all. Default: `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gang: Option<bool>,
    /// How long placeholders wait for nodes. Default: `10m`, as a node takes minutes to start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placeholder_timeout: Option<Duration>,
}

/// A table format that EMR ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TableFormat {
    /// Delta Lake.
    Delta,
    /// Apache Iceberg.
    Iceberg,
    /// Apache Hudi.
    Hudi,
}

/// A table catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Catalog {
    /// The AWS Glue Data Catalog.
    Glue,
}

/// Who runs a job.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Runner {
    /// EMR's API: a StartJobRun request.
    #[default]
    Emr,
    /// EMR's Spark operator: a SparkApplication.
    SparkOperator,
}

/// Logs and metrics of a job.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Monitoring {
    /// Whether Spark's metrics are exposed to Prometheus. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prometheus: Option<bool>,
    /// Whether EMR keeps the Spark UI after the run. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persistent_ui: Option<bool>,
}
