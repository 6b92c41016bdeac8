//! Volumes that Spark's configuration says, property by property.

use std::collections::BTreeMap;

use super::{Job, Setting};
use crate::sizing::Role;

/// The types of volumes in keys. Source: Spark's documentation of running on Kubernetes.
pub const TYPES: [&str; 4] = ["persistentVolumeClaim", "hostPath", "emptyDir", "nfs"];

/// A volume of Spark's configuration: `spark.kubernetes.<role>.volumes.<type>.<name>.<property>`.
#[derive(Debug)]
pub struct ConfVolume<'j> {
    /// The type, one of [`TYPES`].
    pub kind: &'j str,
    /// The name.
    pub name: &'j str,
    /// What is said of it, by property; at least one.
    pub properties: BTreeMap<&'j str, &'j Setting>,
}

impl ConfVolume<'_> {
    /// The value of a property.
    #[must_use]
    pub fn get(&self, property: &str) -> Option<&str> {
        self.properties.get(property).map(|setting| setting.value.as_str())
    }

    /// Whether each pod is to have a claim of its own: its name has `OnDemand` or the executor's id
    /// in it.
    #[must_use]
    pub fn is_on_demand(&self) -> bool {
        let claim = self.get("options.claimName").unwrap_or_default();
        claim.contains("OnDemand") || claim.contains("SPARK_EXECUTOR_ID")
    }
}

impl Job<'_> {
    /// The volumes that the configuration gives the pods of a role, by type and name. With one of
    /// another type there are no pods, and it is no volume here.
    #[must_use]
    pub fn conf_volumes(&self, role: Role) -> Vec<ConfVolume<'_>> {
        let prefix = format!("spark.kubernetes.{}.volumes.", role.word());
        let mut found: BTreeMap<(&str, &str), BTreeMap<&str, &Setting>> = BTreeMap::new();
        for (key, setting) in self.conf.under(&prefix) {
            let mut parts = key.splitn(3, '.');
            if let (Some(kind), Some(name), Some(rest)) = (parts.next(), parts.next(), parts.next())
                && TYPES.contains(&kind)
            {
                found.entry((kind, name)).or_default().insert(rest, setting);
            }
        }
        let volumes = found.into_iter();
        volumes.map(|((kind, name), properties)| ConfVolume { kind, name, properties }).collect()
    }
}
