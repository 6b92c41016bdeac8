//! A Karpenter pool with every default applied.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value};

use super::origin::Overrides;
use super::{Allowance, Origin};
use crate::spec::{Architecture, Budget, Capacity, Consolidate, Limits, PoolInstances, Taint};
use crate::units::{
    Duration, DurationOrNever, LabelValue, PoolName, QualifiedName, Quantity, Zone,
};

/// A Karpenter pool.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pool {
    /// The name of the NodePool and of the EC2NodeClass.
    pub name: PoolName,
    /// The architectures, without duplicates.
    pub architectures: Vec<Architecture>,
    /// Which EC2 instances.
    pub instances: PoolInstances,
    /// How capacity is bought.
    pub capacity: Vec<Capacity>,
    /// The zones.
    pub zones: Vec<Zone>,
    /// The disk that pods spill to.
    pub disk: PoolDisk,
    /// The root volume.
    pub root_volume: RootVolume,
    /// How much it may grow to: `cpu` and `memory` are always there but for a pool of fixed size.
    pub limits: Limits,
    /// Which nodes are consolidated.
    pub consolidate: Consolidate,
    /// After how long.
    pub consolidate_after: DurationOrNever,
    /// The age at which a node is replaced.
    pub expire_after: DurationOrNever,
    /// How long a draining node may wait.
    pub termination_grace_period: Option<Duration>,
    /// How many nodes may go at a time.
    pub budgets: Vec<Budget>,
    /// Which pool is tried first.
    pub weight: Option<u32>,
    /// A fixed number of nodes.
    pub replicas: Option<u32>,
    /// Labels of the nodes.
    pub labels: IndexMap<QualifiedName, LabelValue>,
    /// Taints, which the pods of the pool tolerate.
    pub taints: Vec<Taint>,
    /// Taints that something else removes.
    pub startup_taints: Vec<Taint>,
    /// The machine image: `family@version`.
    pub ami: String,
    /// Settings of the kubelet.
    pub kubelet: Map<String, Value>,
    /// User data of the nodes.
    pub user_data: Option<String>,
    /// Fields to merge into the documents.
    pub overrides: Overrides,
    /// Diagnostics accepted for the pool.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

/// The disk that the pods of a pool spill to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PoolDisk {
    /// The instance store as one array.
    Nvme,
    /// The root volume.
    Root,
}

/// The root volume of a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RootVolume {
    /// The size.
    pub size: Quantity,
    /// I/O operations a second.
    pub iops: Option<u32>,
    /// MiB a second.
    pub throughput: Option<u32>,
}
