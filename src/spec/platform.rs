//! The document of the platform team.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Addon, Allow, Aws, Cluster, Override, Pool, Storage};
use crate::units::{AddonName, ClusterName, PoolName, Quantity, StorageName};

/// The version of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ApiVersion {
    /// The first version.
    #[serde(rename = "emrgen.io/v1")]
    V1,
}

/// The kind of this document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum PlatformKind {
    /// A cluster, its pools and its storage.
    Platform,
}

/// A cluster, the add-ons on it, the pools that Spark runs on, and the storage it uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Platform {
    /// The version of the language: `emrgen.io/v1`.
    pub api_version: ApiVersion,
    /// `Platform`.
    pub kind: PlatformKind,
    /// The platform's name. The EKS cluster, the VPC and most roles are named after it.
    pub name: ClusterName,
    /// The account and the region.
    pub aws: Aws,
    /// The EKS cluster. Default: join a cluster of the platform's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<Cluster>,
    /// Add-ons by name; `true` and `false` switch one. Default: for a cluster that emrgen makes,
    /// what the reference platform's table has on; for one that is joined, none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub addons: IndexMap<AddonName, Addon>,
    /// Karpenter pools by name: one NodePool and one EC2NodeClass each. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub pools: IndexMap<PoolName, Pool>,
    /// Storage by name: what volumes and scratch can be made from. Default: `gp3`, encrypted, where
    /// emrgen makes the cluster, as in the reference platform.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub storage: IndexMap<StorageName, Storage>,
    /// What the daemonsets of the cluster request on every node, by resource (`cpu`, `memory`).
    /// Karpenter subtracts it before it places a pod. Default: the add-ons' own requests.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub daemonsets: IndexMap<String, Quantity>,
    /// Fields merged into emitted documents, by kind, and then checked like the rest.
    /// Default: none.
    #[serde(default, rename = "override", skip_serializing_if = "IndexMap::is_empty")]
    pub overrides: Override,
    /// Diagnostics accepted for the whole platform: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}
