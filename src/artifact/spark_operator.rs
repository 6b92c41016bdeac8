//! SparkApplication of the Spark operator, sparkoperator.k8s.io/v1beta2.

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::{Container, EnvVar, Toleration, Volume, VolumeMount};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// A Spark job as an object of the cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// `sparkoperator.k8s.io/v1beta2`.
    pub api_version: String,
    /// `SparkApplication`.
    pub kind: String,
    /// The name and the namespace.
    pub metadata: ObjectMeta,
    /// What is wanted.
    pub spec: ApplicationSpec,
}

/// The wanted state of an application.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSpec {
    /// `Python`, `Scala`, `Java` or `R`.
    #[serde(rename = "type")]
    pub application_type: String,
    /// `cluster`.
    pub mode: String,
    /// The image of both pods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// When it is pulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_pull_policy: Option<String>,
    /// The main class of a JVM program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_class: Option<String>,
    /// The program's URI.
    pub main_application_file: String,
    /// Its arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
    /// The version of Spark in the image.
    pub spark_version: String,
    /// Who places the pods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch_scheduler: Option<String>,
    /// What happens when the program ends.
    pub restart_policy: RestartPolicy,
    /// Spark's configuration.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub spark_conf: IndexMap<String, String>,
    /// Volumes of both pods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<Volume>,
    /// The driver.
    pub driver: Pod,
    /// The executors.
    pub executor: Pod,
}

/// What happens when the program ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RestartPolicy {
    /// `Never`, `OnFailure` or `Always`.
    #[serde(rename = "type")]
    pub policy_type: String,
}

/// A driver or an executor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pod {
    /// Task slots.
    pub cores: u32,
    /// The CPU request, if it is not `cores`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_request: Option<String>,
    /// The CPU limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub core_limit: Option<String>,
    /// The JVM's heap.
    pub memory: String,
    /// Memory beside the heap.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_overhead: Option<String>,
    /// How many; executors only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instances: Option<u32>,
    /// The identity of the pod.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_account: Option<String>,
    /// Annotations.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub annotations: IndexMap<String, String>,
    /// Labels.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<String, String>,
    /// Environment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<EnvVar>,
    /// The labels of the node.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub node_selector: IndexMap<String, String>,
    /// What lets the pod onto tainted nodes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tolerations: Vec<Toleration>,
    /// Containers that run first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub init_containers: Vec<Container>,
    /// Mounts of the main container.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volume_mounts: Vec<VolumeMount>,
    /// How long it may take to end, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub termination_grace_period_seconds: Option<i64>,
}
