//! How Karpenter itself is set up, as the values of its chart say it.

use serde_json::Value;

use super::{Install, Written};
use crate::catalog::karpenter;
use crate::units::MinorVersion;

/// Karpenter's own settings; what is not written has Karpenter's default.
#[derive(Clone, Debug)]
pub struct Controller<'a> {
    installs: Vec<Install<'a>>,
}

impl<'a> Controller<'a> {
    /// The settings that some installations of charts say.
    pub fn new(installs: &[Install<'a>]) -> Self {
        let own = installs.iter().filter(|install| install.is_of("karpenter"));
        Self { installs: own.cloned().collect() }
    }

    /// Whether all the values of an installation are in sight.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.installs.iter().any(|install| install.values.is_whole())
    }

    /// A setting by its pointer below `settings`: `/featureGates/nodeOverlay`.
    #[must_use]
    pub fn setting(&self, pointer: &str) -> Option<&Value> {
        let pointer = format!("/settings{pointer}");
        self.installs.iter().find_map(|install| install.value(&pointer))
    }

    /// Where a setting is said, or would be.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Option<Written<'a>> {
        let pointer = format!("/settings{pointer}");
        let says = |install: &&Install<'a>| install.value(&pointer).is_some();
        let install = self.installs.iter().find(says).or(self.installs.first())?;
        Some(Written { artifact: install.artifact, route: install.place(&pointer) })
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
        let pointer = format!("/settings/featureGates/{}", gate.value_key);
        let written = self.installs.iter().filter_map(|install| install.value(&pointer));
        // One of several files may be for another cluster; a gate that one of them opens is open.
        let written = written.map(Value::as_bool).reduce(|one, other| Some(one? || other?));
        match written {
            Some(said) => said,
            None => self.is_known().then_some(default),
        }
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}
