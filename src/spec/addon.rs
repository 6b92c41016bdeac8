//! What runs on the cluster besides Spark.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Allow;

/// An add-on: a switch, or its settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Addon {
    /// On or off.
    Switch(bool),
    /// On, with settings.
    Settings(AddonSettings),
}

/// Settings of an add-on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddonSettings {
    /// Whether the add-on is installed. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// The version of the Helm chart or the EKS add-on. Default: the one emrgen was tested with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Merged over the Helm values, or over the configuration values of an EKS add-on.
    /// Default: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<serde_json::Map<String, Value>>,
    /// Diagnostics accepted for this add-on: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "Allow::is_empty")]
    pub allow: Allow,
}
