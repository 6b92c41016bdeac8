//! The disk that Spark spills and shuffles to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::units::{Quantity, StorageName, VolumeName};

/// The local disk of a pool's nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PoolScratch {
    /// `nvme`: the instance store.
    Medium(ScratchMedium),
    /// A root volume large enough to spill to.
    Ebs(PoolDisk),
}

/// The instance store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScratchMedium {
    /// All disks of the instance store as one RAID0 array, which the kubelet's volumes lie on.
    Nvme,
}

/// A root volume that Spark spills to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PoolDisk {
    /// The size of the root volume.
    pub ebs: Quantity,
}

/// The disk of a job's pods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scratch {
    /// `node`: the pool's own disk, 20Gi reserved; or `memory`: RAM, counted against the pod.
    Word(ScratchWord),
    /// A volume made from storage for each pod and removed with it, or a claim that is there.
    Volume(ScratchVolume),
    /// A directory of the node.
    HostPath(HostPath),
}

/// Scratch that needs no more than a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ScratchWord {
    /// The pool's local disk.
    Node,
    /// RAM.
    Memory,
}

/// Scratch on a volume. Exactly one of `node`, `storage` and `claim` is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScratchVolume {
    /// How much of the pool's local disk a pod may fill; reserved and enforced. Default: with
    /// `scratch: node`, 20Gi reserved and no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Quantity>,
    /// The storage to make a volume from for each pod. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage: Option<StorageName>,
    /// The size of that volume. Needed with `storage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Quantity>,
    /// A volume of the team, shared by the pods. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<VolumeName>,
}

/// Scratch in a directory of the node: each pod gets a directory of its own below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HostPath {
    /// The directory, made if it is not there.
    #[schemars(regex(pattern = r"^/[^\s]*$"), extend("x-meaning" = "an absolute path, such as `/mnt/scratch`"))]
    pub host_path: String,
}
