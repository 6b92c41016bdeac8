//! An add-on that is on.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Allowance, Origin};

/// An add-on that is on.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addon {
    /// The name in the spec: `karpenter`.
    pub name: &'static str,
    /// The version of the chart or the EKS add-on; `None` for the newest that EKS offers.
    pub version: Option<String>,
    /// Merged over the values that emrgen computes.
    pub values: Map<String, Value>,
    /// Diagnostics accepted for it.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec; for an add-on that is on by default, `addons`.
    #[serde(skip)]
    pub origin: Origin,
}
