//! Storage with every default applied.

use serde::Serialize;

use super::origin::Overrides;
use super::{Allowance, Origin};
use crate::spec::{EbsType, LustreDeployment};
use crate::units::{Quantity, S3Uri, StorageName};

/// What volumes are made from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Storage {
    /// The name; that of the StorageClass too.
    pub name: StorageName,
    /// What it is.
    pub kind: StorageKind,
    /// Whether claims without a class get it.
    pub default: bool,
    /// Fields to merge into the documents.
    pub overrides: Overrides,
    /// Diagnostics accepted for it.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

/// What storage is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum StorageKind {
    /// EBS volumes, made when a pod needs them.
    Ebs {
        /// The volume type.
        volume_type: EbsType,
        /// `ext4` or `xfs`.
        fs_type: String,
        /// Whether volumes are encrypted.
        encrypted: bool,
        /// The ARN of the KMS key.
        kms_key: Option<String>,
        /// I/O operations a second.
        iops: Option<u32>,
        /// MiB a second.
        throughput: Option<u32>,
    },
    /// A Lustre file system for each claim.
    LustreDynamic {
        /// The deployment type.
        deployment: LustreDeployment,
        /// MB a second for each TiB; persistent types only.
        throughput: Option<u32>,
    },
    /// One Lustre file system that claims share.
    LustreShared(FileSystem),
}

/// A shared Lustre file system.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileSystem {
    /// The id, if it exists; else Terraform makes it.
    pub id: Option<String>,
    /// The deployment type.
    pub deployment: LustreDeployment,
    /// The size.
    pub size: Quantity,
    /// MB a second for each TiB; persistent types only.
    pub throughput: Option<u32>,
    /// The S3 prefix that `/data` is linked to.
    pub repository: Option<S3Uri>,
}
