//! How Karpenter itself is set up, as the values of its chart say it.

use serde_json::Value;

use super::helm;
use crate::artifact::Artifact;
use crate::catalog::karpenter;
use crate::units::MinorVersion;

/// Karpenter's own settings; what is not written has Karpenter's default.
#[derive(Clone, Copy, Debug)]
pub struct Controller<'a> {
    /// The values of the chart, if they are among the documents.
    pub values: Option<&'a Artifact>,
}

impl<'a> Controller<'a> {
    /// The settings that the documents have.
    pub fn new(artifacts: &'a [Artifact]) -> Self {
        Self { values: helm::values_of(artifacts, "karpenter") }
    }

    /// A setting by its pointer below `settings`: `/featureGates/nodeOverlay`.
    #[must_use]
    pub fn setting(&self, pointer: &str) -> Option<&'a Value> {
        self.values?.value()?.get("settings")?.pointer(pointer)
    }

    /// The share of memory that the hypervisor is taken to have, of 1.
    #[must_use]
    pub fn vm_memory_overhead(&self) -> Option<f64> {
        number(self.setting("/vmMemoryOverheadPercent")?)
    }

    /// Network interfaces that pods get no addresses of.
    #[must_use]
    pub fn reserved_enis(&self) -> Option<u64> {
        let written = self.setting("/reservedENIs")?;
        written.as_u64().or_else(|| written.as_str()?.parse().ok())
    }

    /// Whether a minimum of values that cannot be reached is given up.
    #[must_use]
    pub fn gives_up_min_values(&self) -> bool {
        self.setting("/minValuesPolicy").and_then(Value::as_str) == Some("BestEffort")
    }

    /// Whether a feature is on; `None` where the release lacks it or nobody knows its setting.
    #[must_use]
    pub fn has(&self, gate: &str, release: MinorVersion) -> Option<bool> {
        let gate = karpenter::gate(gate)?;
        let default = gate.default_in(release)?;
        self.values?;
        let written = self.setting(&format!("/featureGates/{}", gate.value_key));
        Some(written.and_then(Value::as_bool).unwrap_or(default))
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}
