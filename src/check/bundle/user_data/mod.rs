//! The user data of a node class: what it tells the kubelet behind Karpenter's back, and its scripts.

mod flags;
mod toml;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::mime::parts;
use super::pool::{evictions, reserved};
use super::queues::document;
use super::storage::plain_text;
use crate::artifact::karpenter::EC2NodeClass;
use crate::sizing::{Eviction, Evictions, NodeSettings, Reserved};

/// The user data of a node class, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserData {
    /// Settings of the kubelet by their names in its configuration: `systemReserved`.
    pub kubelet: BTreeMap<String, Value>,
    /// Shell scripts.
    pub scripts: Vec<String>,
    /// Whether it has a NodeConfig, which only Amazon Linux 2023 reads.
    pub has_node_config: bool,
    /// Whether such a NodeConfig says which cluster the node joins.
    pub names_cluster: bool,
    /// Whether it is a YAML map, and no archive of several parts.
    pub is_map: bool,
    /// Whether it is the settings of Bottlerocket.
    pub is_toml: bool,
    /// The names of those settings below `settings.kubernetes`.
    pub settings: BTreeSet<String>,
}

impl UserData {
    /// The user data of a class, where it has any.
    #[must_use]
    pub fn of(class: &EC2NodeClass) -> Option<Self> {
        let text = class.spec.user_data.as_deref().filter(|text| !text.trim().is_empty())?;
        let mut all = Self::default();
        match parts(text).filter(|parts| !parts.is_empty()) {
            Some(parts) => parts.iter().for_each(|part| all.add(part)),
            None => {
                all.add(text);
                all.is_map = document(text).is_some_and(|it| it.is_object());
            }
        }
        Some(all)
    }

    fn add(&mut self, text: &str) {
        let text = text.trim();
        if text.starts_with("#!") {
            return self.add_script(text);
        }
        let config = document(text).filter(|it| it["kind"] == "NodeConfig");
        if let Some(config) = config {
            self.has_node_config = true;
            self.names_cluster |= config.pointer("/spec/cluster").is_some_and(Value::is_object);
            self.add_config(&config);
        } else if text.lines().any(|line| line.trim_start().starts_with("[settings")) {
            self.is_toml = true;
            let settings = toml::settings(text);
            self.kubelet.extend(toml::kubelet(&settings));
            self.settings.extend(toml::names(&settings));
        } else if !text.is_empty() {
            self.add_script(text);
        }
    }

    fn add_config(&mut self, config: &Value) {
        let entries = config.pointer("/spec/kubelet/config").and_then(Value::as_object);
        let entries = entries.into_iter().flatten();
        self.kubelet.extend(entries.map(|(key, value)| (key.clone(), value.clone())));
        let given = config.pointer("/spec/kubelet/flags").and_then(Value::as_array);
        let given = given.into_iter().flatten().filter_map(Value::as_str);
        self.kubelet.extend(given.filter_map(flags::setting));
    }

    fn add_script(&mut self, text: &str) {
        self.kubelet.extend(flags::of_script(text));
        self.scripts.push(text.to_owned());
    }

    /// What the nodes are like when the kubelet heeds this too: of what both say, the class wins.
    #[must_use]
    pub fn over(&self, settings: &NodeSettings) -> NodeSettings {
        // Of places for pods Karpenter always hands its own number on.
        let mut real = NodeSettings {
            kube_reserved: both(settings.kube_reserved, self.reserved("kubeReserved")),
            system_reserved: both(settings.system_reserved, self.reserved("systemReserved")),
            eviction_hard: either(
                settings.eviction_hard,
                evictions(self.kubelet.get("evictionHard")),
            ),
            ..settings.clone()
        };
        // A list of CPUs stands in for both amounts.
        if let Some(cpus) = self.reserved_cpus() {
            real.kube_reserved.cpu_millis = Some(0);
            real.system_reserved.cpu_millis = Some(cpus.saturating_mul(1000));
        }
        real
    }

    fn reserved(&self, key: &str) -> Reserved {
        reserved(self.kubelet.get(key))
    }

    /// How many CPUs the list `reservedSystemCPUs` has: `0,2-3` are three.
    fn reserved_cpus(&self) -> Option<u64> {
        let text = plain_text(self.kubelet.get("reservedSystemCPUs")?)?;
        let count = |part: &str| match part.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (first.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
                last.checked_sub(first)?.checked_add(1)
            }
            None => part.parse::<u64>().ok().map(|_| 1),
        };
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(count).sum()
    }

    /// The settings that a kubelet has of its own, in the order of their names.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.kubelet.keys().map(String::as_str).collect()
    }

    /// The feature gates that are turned on.
    #[must_use]
    pub fn feature_gates(&self) -> Vec<String> {
        match self.kubelet.get("featureGates") {
            Some(Value::Object(gates)) => {
                let on = gates.iter().filter(|(_, value)| plain(value) == "true");
                on.map(|(name, _)| name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_bool().map_or_else(|| plain_text(value).unwrap_or_default(), |it| it.to_string())
}

fn both(class: Reserved, user: Reserved) -> Reserved {
    Reserved {
        cpu_millis: class.cpu_millis.or(user.cpu_millis),
        memory_bytes: class.memory_bytes.or(user.memory_bytes),
        ephemeral_bytes: class.ephemeral_bytes.or(user.ephemeral_bytes),
    }
}

fn either(class: Evictions, user: Evictions) -> Evictions {
    let first = |one: Option<Eviction>, other| one.or(other);
    Evictions { memory: first(class.memory, user.memory), nodefs: first(class.nodefs, user.nodefs) }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
