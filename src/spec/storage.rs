//! What volumes are made from.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Allow, Override};
use crate::units::Quantity;

/// Storage: exactly one of `ebs` and `lustre` is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Storage {
    /// EBS volumes, made when a claim asks for one. Default: none, with `lustre`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ebs: Option<Ebs>,
    /// FSx for Lustre. Default: none, with `ebs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lustre: Option<Lustre>,
    /// Whether claims without a class get this one. Default: `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<bool>,
    /// Fields merged into the `StorageClass` or the `PersistentVolume`. Default: none.
    #[serde(default, rename = "override", skip_serializing_if = "IndexMap::is_empty")]
    pub overrides: Override,
    /// Diagnostics accepted for this storage: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}

/// EBS volumes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ebs {
    /// The volume type. Default: `gp3`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub volume_type: Option<EbsType>,
    /// The file system: `ext4` or `xfs`. Default: `ext4`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^(ext4|xfs)$"), extend("x-meaning" = "`ext4` or `xfs`"))]
    pub fs_type: Option<String>,
    /// Whether volumes are encrypted. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// The ARN of the KMS key. Default: the account's key for EBS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kms_key: Option<String>,
    /// I/O operations a second. Default: the volume type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iops: Option<u32>,
    /// Throughput in MiB a second. Default: the volume type's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput: Option<u32>,
}

/// The type of an EBS volume.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EbsType {
    /// General purpose SSD, size and speed apart.
    #[default]
    Gp3,
    /// General purpose SSD, speed by size.
    Gp2,
    /// Provisioned IOPS SSD.
    Io1,
    /// Provisioned IOPS SSD, more durable.
    Io2,
    /// Throughput-optimised disk.
    St1,
    /// Cold disk.
    Sc1,
}

/// FSx for Lustre: with `size` or `fileSystem` one file system that claims share, without them a
/// file system for each claim.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Lustre {
    /// The deployment type. Default: `SCRATCH_2` for each claim, `PERSISTENT_2` for a shared one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<LustreDeployment>,
    /// The size of the shared file system that Terraform makes. Default: none is made, and each
    /// claim gets a file system of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Quantity>,
    /// The id of a shared file system that exists. Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^fs-[0-9a-f]{8,}$"), extend("x-meaning" = "the id of a file system, such as `fs-0123456789abcdef0`"))]
    pub file_system: Option<String>,
    /// Throughput of persistent types in MB a second for each TiB. Default: 125.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throughput: Option<u32>,
    /// The S3 prefix that `/data` of the shared file system imports from and exports to;
    /// `${bucket}` stands for the platform's bucket: `${bucket}/lake/`. Default: none, as what is
    /// written below `/data` is exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|\$\{bucket\})(/.*)?$"), extend("x-meaning" = "a place in S3, such as `s3://lake/raw/` or `${bucket}/lake/`"))]
    pub repository: Option<String>,
}

/// The deployment type of a Lustre file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LustreDeployment {
    /// The oldest scratch type: no replication, no encryption in transit.
    #[serde(rename = "SCRATCH_1")]
    Scratch1,
    /// Scratch with bursts and encryption in transit.
    #[serde(rename = "SCRATCH_2")]
    Scratch2,
    /// Persistent, first generation.
    #[serde(rename = "PERSISTENT_1")]
    Persistent1,
    /// Persistent, second generation.
    #[serde(rename = "PERSISTENT_2")]
    Persistent2,
}
