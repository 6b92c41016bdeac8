//! A Spark job with every default applied.

use indexmap::IndexMap;
use serde::Serialize;

use super::origin::Overrides;
use super::{Allowance, Origin};
use crate::spec::{Capacity, Catalog, Instances, Runner, TableFormat};
use crate::units::{
    Duration, JobName, JvmMemory, PoolName, Quantity, ReleaseLabel, StorageName, VolumeName, Zone,
};

/// A Spark job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// The name.
    pub name: JobName,
    /// The EMR release.
    pub release: ReleaseLabel,
    /// The program.
    pub program: Program,
    /// The main class; `None` for Python.
    pub main_class: Option<String>,
    /// Arguments, every variable put in.
    pub arguments: Vec<String>,
    /// Files beside the spec, and addresses, whose content is put below the input prefix.
    pub data: Vec<String>,
    /// The S3 prefix of the job's own: `s3://<bucket>/<team>/<job>/`, with the slash.
    pub home: String,
    /// The driver.
    pub driver: Shape,
    /// The executors.
    pub executors: Executors,
    /// The zone of all pods.
    pub zone: Option<Zone>,
    /// YuniKorn, if it places the pods.
    pub yunikorn: Option<YuniKorn>,
    /// The table format.
    pub table_format: Option<TableFormat>,
    /// The table catalog.
    pub catalog: Option<Catalog>,
    /// Who runs it.
    pub runner: Runner,
    /// An image in place of the release's.
    pub image: Option<String>,
    /// The longest run.
    pub max_runtime: Option<Duration>,
    /// How often EMR starts the driver at most.
    pub max_attempts: Option<u32>,
    /// Further Spark configuration.
    pub conf: IndexMap<String, String>,
    /// Whether metrics are exposed to Prometheus.
    pub prometheus: bool,
    /// Whether EMR keeps the Spark UI.
    pub persistent_ui: bool,
    /// Fields to merge into the documents.
    pub overrides: Overrides,
    /// Diagnostics accepted for it.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

impl Job {
    /// The items of `data` that are addresses, which the script fetches when the job is run.
    pub fn fetched(&self) -> impl Iterator<Item = &str> {
        self.data.iter().map(String::as_str).filter(|item| is_address(item))
    }

    /// Whether the program is Python, which doubles as the rule for Spark's memory overhead.
    #[must_use]
    pub fn is_python(&self) -> bool {
        self.main_class.is_none()
    }
}

/// Whether an item of a job's data is an address, and not a file beside the spec.
#[must_use]
pub fn is_address(item: &str) -> bool {
    item.starts_with("https://")
}

/// The program of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Program {
    /// A file beside the spec, and where in S3 it is uploaded to.
    Upload {
        /// The path as written.
        file: String,
        /// The URI.
        uri: String,
    },
    /// A URI: `s3://…` or `local:///…`.
    Uri(String),
}

impl Program {
    /// Where EMR reads the program.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::Upload { uri, .. } | Self::Uri(uri) => uri,
        }
    }
}

/// The pod of a driver or an executor.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shape {
    /// Task slots.
    pub cores: u32,
    /// The CPU request, if it is not the number of cores.
    pub cpu_request: Option<Quantity>,
    /// The CPU limit.
    pub cpu_limit: Option<Quantity>,
    /// The JVM's heap.
    pub memory: JvmMemory,
    /// Memory beside the heap, if Spark's rule does not decide.
    pub overhead: Option<JvmMemory>,
    /// How the node is bought; `None` leaves it to the pool.
    pub capacity: Option<Capacity>,
    /// The pool.
    pub pool: PoolName,
    /// The disk to spill to.
    pub scratch: Scratch,
    /// Claims mounted in the pod.
    pub mounts: Vec<Mount>,
}

/// Spark executors.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Executors {
    /// How many.
    pub instances: Instances,
    /// The pod of each.
    pub shape: Shape,
}

impl Executors {
    /// The number of executors that a run begins with.
    #[must_use]
    pub fn least(&self) -> u32 {
        match self.instances {
            Instances::Fixed(count) => count,
            Instances::Dynamic { min, .. } => min.unwrap_or(0),
        }
    }

    /// The largest number of executors that can run at a time.
    #[must_use]
    pub fn most(&self) -> u32 {
        match self.instances {
            Instances::Fixed(count) => count,
            Instances::Dynamic { max, .. } => max,
        }
    }
}

/// A claim mounted in a pod.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mount {
    /// The path.
    pub path: String,
    /// The claim.
    pub volume: VolumeName,
}

/// The disk that a pod spills to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Scratch {
    /// The node's own disk: how much is reserved, and whether that is also the limit.
    Node {
        /// How much.
        size: Quantity,
        /// Whether the pod is evicted beyond it.
        limited: bool,
    },
    /// RAM, counted against the pod.
    Memory,
    /// A volume made for each pod and removed with it.
    OnDemand {
        /// The storage.
        storage: StorageName,
        /// The size of each.
        size: Quantity,
    },
    /// A claim that is there.
    Claim {
        /// The claim.
        volume: VolumeName,
        /// Whether pods on several nodes may write to it.
        shared: bool,
    },
    /// A directory of the node.
    HostPath(String),
}

/// How YuniKorn places the pods of a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct YuniKorn {
    /// The queue with its parents.
    pub queue: String,
    /// Whether all pods start together.
    pub gang: bool,
    /// How long placeholders wait.
    pub placeholder_timeout: Duration,
}
