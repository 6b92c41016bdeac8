//! How the CNI hands out addresses, as the EKS add-on or the chart is configured.

use serde_json::Value;

use super::terraform::{self, Resource};
use super::{Bundle, Install};
use crate::catalog::instance::InstanceType;

/// The environment of the VPC CNI.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cni {
    /// Whether interfaces get blocks of 16 addresses.
    pub prefixes: bool,
    /// Whether it keeps single addresses in store rather than whole interfaces or blocks.
    pub counts_addresses: bool,
    /// Whether it keeps a whole interface in store.
    pub spare_interface: bool,
    /// Whether pods have their addresses from other subnets than their nodes.
    pub other_subnets: bool,
}

/// Addresses of a block.
const BLOCK: u64 = 16;

impl Cni {
    /// The addresses that a node with at least one pod takes at least.
    #[must_use]
    pub fn addresses(&self, kind: &InstanceType) -> u64 {
        let interface = u64::from(kind.ipv4_per_eni);
        match (self.prefixes, self.counts_addresses) {
            (true, true) => 1 + BLOCK,
            (true, false) => 1 + 2 * BLOCK,
            (false, true) => 2,
            (false, false) if self.spare_interface && kind.enis > 1 => 2 * interface,
            (false, false) => interface,
        }
    }

    fn of_environment(env: Option<&Value>) -> Self {
        let text = |key: &str| env.and_then(|env| super::storage::plain_text(env.get(key)?));
        let is_true = |key: &str| {
            let own = env.and_then(|env| env.get(key)?.as_bool());
            own == Some(true) || text(key).is_some_and(|text| text.eq_ignore_ascii_case("true"))
        };
        Self {
            prefixes: is_true("ENABLE_PREFIX_DELEGATION"),
            counts_addresses: text("WARM_IP_TARGET").or(text("MINIMUM_IP_TARGET")).is_some(),
            spare_interface: text("WARM_ENI_TARGET").is_none_or(|it| it != "0"),
            other_subnets: is_true("AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG"),
        }
    }
}

impl Bundle<'_> {
    /// How the CNI is set up; `None` where no document says that it is there, or an expression
    /// decides.
    #[must_use]
    pub fn cni(&self) -> Option<Cni> {
        let is_cni = |addon: &Resource<'_>| addon.text("addon_name") == Some("vpc-cni");
        if let Some(addon) = terraform::resources(self.artifacts, "aws_eks_addon").find(is_cni) {
            let Some(written) = addon.body.get("configuration_values") else {
                return Some(Cni::of_environment(None));
            };
            let values = self.configuration(written.as_str()?)?;
            return Some(Cni::of_environment(values.get("env")));
        }
        let is_chart = |it: &&Install<'_>| matches!(it.chart.as_str(), "vpc-cni" | "aws-vpc-cni");
        let install = self.installs().iter().find(is_chart).filter(|it| it.values.is_whole())?;
        Some(Cni::of_environment(install.value("/env")))
    }

    /// The values of an add-on: JSON in a text, or a local value of the same directory.
    fn configuration(&self, text: &str) -> Option<Value> {
        let inner = text.strip_prefix("${jsonencode(local.").and_then(|it| it.strip_suffix(")}"));
        let Some(name) = inner else { return serde_json::from_str(text).ok() };
        let of_kind = self.of(crate::artifact::Kind::TerraformConfiguration);
        let mut locals = of_kind.filter_map(|file| file.value()?.get("locals")?.get(name));
        locals.next().cloned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalog::instance::instance_type;

    fn addresses(env: &Value) -> u64 {
        Cni::of_environment(Some(env)).addresses(instance_type("m5.xlarge").unwrap())
    }

    #[test]
    fn a_node_takes_what_the_cni_keeps_in_store() {
        assert_eq!(addresses(&json!({})), 30);
        assert_eq!(addresses(&json!({"WARM_ENI_TARGET": "0"})), 15);
        assert_eq!(addresses(&json!({"WARM_IP_TARGET": "2"})), 2);
        assert_eq!(addresses(&json!({"ENABLE_PREFIX_DELEGATION": "true"})), 33);
        assert_eq!(addresses(&json!({"ENABLE_PREFIX_DELEGATION": true, "WARM_IP_TARGET": 5})), 17);
    }
}
