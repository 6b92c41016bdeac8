//! What is known of manifests that emrgen did not compile: `.emrgen.yaml`.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Allow;
use crate::units::{MinorVersion, Quantity, Region};

/// What `emrgen check` is to know of manifests that emrgen did not compile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Settings {
    /// The Karpenter release of the cluster. Default: the newest known, for which nothing is too
    /// new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub karpenter: Option<MinorVersion>,
    /// The Kubernetes release of the cluster. Default: the newest known, for which nothing is too
    /// new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubernetes: Option<MinorVersion>,
    /// The AWS region. Default: unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// What the daemonsets of the cluster request on every node, by resource (`cpu`, `memory`).
    /// Default: nothing.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub daemonsets: IndexMap<String, Quantity>,
    /// Whether the manifests are everything that the cluster has, so that what is not among them
    /// does not exist. Default: `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    /// Files that are not read: paths relative to this file, with `*` for any name and `**` for any
    /// directories. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Diagnostics accepted in some files: path, as under `ignore`, to code to reason.
    /// Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: IndexMap<String, Allow>,
}
