//! Where Spark may run.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Allow, Override, PoolScratch};
use crate::units::{Cron, Duration, DurationOrNever, LabelValue, QualifiedName, Quantity, Zone};

/// A Karpenter pool: one NodePool and one EC2NodeClass of its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pool {
    /// The architecture of the nodes: one, or a list. Default: `amd64`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arch: Option<Architectures>,
    /// Which EC2 instances. Default: any that has the architecture and the disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<Instances>,
    /// How capacity is bought. Karpenter prefers reserved, then spot, then on-demand.
    /// Default: `[spot, on-demand]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<Capacity>,
    /// The zones of this pool. Default: the platform's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// The local disk that Spark spills to. Default: `nvme`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scratch: Option<PoolScratch>,
    /// The root volume. Default: 100Gi of encrypted gp3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root_volume: Option<RootVolume>,
    /// How much the pool may grow to, by resource. Default: 1000 vCPU and 8 GiB for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// When Karpenter may take nodes away. Default: nodes that are empty or underused for a minute,
    /// 10% at a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disruption: Option<Disruption>,
    /// Which pool is tried first, 1 to 100, highest first. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 100))]
    pub weight: Option<u32>,
    /// A fixed number of nodes (Karpenter 1.8, feature gate StaticCapacity). Default: as needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicas: Option<u32>,
    /// Labels of the nodes. Default: `NodeGroupType: <pool name in PascalCase>`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub labels: IndexMap<QualifiedName, LabelValue>,
    /// Taints of the nodes. Default: `<pool>=true:NoSchedule`, which the pool's pods tolerate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taints: Option<Vec<Taint>>,
    /// Taints that something else removes once the node is ready. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub startup_taints: Vec<Taint>,
    /// The machine image as a Karpenter alias, `family@version`. Default: `al2023@latest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^[a-z0-9]+@[^\s]+$"), extend("x-meaning" = "an alias, such as `al2023@v20250701`"))]
    pub ami: Option<String>,
    /// Settings of the kubelet, as in Karpenter's EC2NodeClass. Default: Karpenter's; and `maxPods:
    /// 110`, Amazon's advice, where emrgen makes the cluster, whose CNI gives addresses by prefix,
    /// and every type is Nitro.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubelet: Option<serde_json::Map<String, Value>>,
    /// User data of the nodes. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_data: Option<String>,
    /// Fields merged into the `NodePool` or the `EC2NodeClass`. Default: none.
    #[serde(default, rename = "override", skip_serializing_if = "IndexMap::is_empty")]
    pub overrides: Override,
    /// Diagnostics accepted for this pool: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}

/// One architecture or several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Architectures {
    /// One.
    One(Architecture),
    /// Several.
    Many(Vec<Architecture>),
}

/// A processor architecture, in Kubernetes' words.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Architecture {
    /// x86-64: Intel and AMD.
    Amd64,
    /// ARM: Graviton.
    Arm64,
}

/// Which EC2 instances a pool takes: every condition given must hold.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Instances {
    /// Instance categories: `c`, `m`, `r`. Default: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Instance families: `c5d`, `r6gd`. Default: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<String>,
    /// Instance types: `c5d.4xlarge`. Default: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub types: Vec<String>,
    /// Instance sizes: `xlarge`, `4xlarge`. Default: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<String>,
    /// Numbers of vCPUs. Default: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vcpus: Vec<u32>,
    /// Generations. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
    /// Least number of different values Karpenter must have to choose from, by `families`,
    /// `types`, `sizes` or `categories`. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub min_values: IndexMap<String, u32>,
}

/// Bounds on the generation of an instance family.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Generation {
    /// The oldest, inclusive. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The newest, inclusive. Default: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
}

/// How capacity is bought.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// Spare capacity that EC2 may take back with two minutes' notice.
    Spot,
    /// Capacity that is kept until it is given back.
    OnDemand,
    /// Capacity of a reservation.
    Reserved,
}

/// How much a pool may grow to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// vCPUs. Default: 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<Quantity>,
    /// Memory. Default: 8 GiB for each vCPU of the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Quantity>,
    /// Nodes. Enforced from Karpenter 1.11 on. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<u32>,
    /// GPUs of NVIDIA. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gpus: Option<u32>,
}

/// When Karpenter may take nodes away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Disruption {
    /// Which nodes are consolidated. Default: `WhenEmptyOrUnderutilized`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consolidate: Option<Consolidate>,
    /// How long a node must have been so. Default: `2m`, so that executors that Spark finds idle,
    /// by default after one minute, have left by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<DurationOrNever>,
    /// The age at which a node is replaced whatever runs on it. Default: `Never`, as a node's age
    /// takes no heed of budgets or of running drivers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expire_after: Option<DurationOrNever>,
    /// How long a draining node may wait for its pods. Default: without bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub termination_grace_period: Option<Duration>,
    /// How many nodes may go at a time. Default: one budget of 10%.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub budgets: Vec<Budget>,
}

/// Which nodes are consolidated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Consolidate {
    /// Only nodes without pods.
    WhenEmpty,
    /// Also nodes whose pods fit elsewhere or on something cheaper.
    WhenEmptyOrUnderutilized,
    /// As before, weighed against the disturbance (Karpenter 1.14).
    Balanced,
}

/// How many nodes may be disrupted at a time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Budget {
    /// A number or a percentage of nodes.
    #[schemars(regex(pattern = r"^((100|[0-9]{1,2})%|[0-9]+)$"), extend("x-meaning" = "a number of nodes, such as `3`, or a share of them, such as `20%`"))]
    pub nodes: String,
    /// When the budget opens, in UTC. Default: always open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Cron>,
    /// How long it stays open. Needed with `schedule`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Duration>,
    /// What it bounds: `Underutilized`, `Empty`, `Drifted`. Default: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// A taint, as in Kubernetes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Taint {
    /// The key.
    pub key: QualifiedName,
    /// The value. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<LabelValue>,
    /// What happens to pods that do not tolerate it. Default: `NoSchedule`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
}

/// The effect of a taint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Effect {
    /// Pods are not placed.
    #[default]
    NoSchedule,
    /// Pods are placed if nothing else is left.
    PreferNoSchedule,
    /// Pods are not placed, and running ones go.
    NoExecute,
}

/// The root volume of a node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RootVolume {
    /// The size. Default: `100Gi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Quantity>,
    /// I/O operations a second. Default: the volume type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iops: Option<u32>,
    /// Throughput in MiB a second. Default: the volume type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput: Option<u32>,
}
