//! The labels that Karpenter puts on a node for its instance type.
//!
//! Source: Karpenter's reference of instance types, which the tests hold a sample of.

use std::borrow::Cow;

use super::{Architecture, Devices, InstanceType};
use crate::catalog::label;

type Value = Cow<'static, str>;

/// The keys that an instance type decides, sorted.
pub const LABELS: &[&str] = &[
    "karpenter.k8s.aws/instance-accelerator-count",
    "karpenter.k8s.aws/instance-accelerator-manufacturer",
    "karpenter.k8s.aws/instance-accelerator-name",
    "karpenter.k8s.aws/instance-capability-flex",
    "karpenter.k8s.aws/instance-category",
    "karpenter.k8s.aws/instance-cpu",
    "karpenter.k8s.aws/instance-cpu-manufacturer",
    "karpenter.k8s.aws/instance-cpu-sustained-clock-speed-mhz",
    "karpenter.k8s.aws/instance-ebs-bandwidth",
    "karpenter.k8s.aws/instance-encryption-in-transit-supported",
    "karpenter.k8s.aws/instance-family",
    "karpenter.k8s.aws/instance-generation",
    "karpenter.k8s.aws/instance-gpu-count",
    "karpenter.k8s.aws/instance-gpu-manufacturer",
    "karpenter.k8s.aws/instance-gpu-memory",
    "karpenter.k8s.aws/instance-gpu-name",
    "karpenter.k8s.aws/instance-hypervisor",
    "karpenter.k8s.aws/instance-local-nvme",
    "karpenter.k8s.aws/instance-memory",
    "karpenter.k8s.aws/instance-network-bandwidth",
    "karpenter.k8s.aws/instance-size",
    "karpenter.k8s.aws/instance-tenancy",
    label::CAPACITY_TYPE,
    label::ARCH,
    label::OS,
    label::INSTANCE_TYPE,
];

impl InstanceType {
    /// The value of a label on every node of this type. `None` where the type does not carry the
    /// label, where it leaves a choice (capacity type, tenancy), and for labels it does not decide.
    #[must_use]
    pub fn label(&self, key: &str) -> Option<Value> {
        match <[Value; 1]>::try_from(self.values(key)?) {
            Ok([value]) => Some(value),
            Err(_) => None,
        }
    }

    /// The values that a label can have on a node of this type; `None` for a label that the type
    /// does not decide, which is any outside [`LABELS`].
    #[must_use]
    pub fn values(&self, key: &str) -> Option<Vec<Value>> {
        if let Some(name) = key.strip_prefix(label::INSTANCE) {
            return self.instance_values(name);
        }
        Some(match key {
            label::ARCH => self.architecture_label().map(Value::from).into_iter().collect(),
            label::OS => self.operating_systems(),
            label::INSTANCE_TYPE => vec![self.name.into()],
            label::CAPACITY_TYPE => self.capacity_types(),
            _ => return None,
        })
    }

    fn instance_values(&self, name: &str) -> Option<Vec<Value>> {
        let one = |value: Option<Value>| Some(value.into_iter().collect());
        match name {
            "tenancy" => Some(vec!["default".into(), "dedicated".into()]),
            "category" => one(self.scheme().map(|(category, _)| category.into())),
            "generation" => one(self.scheme().map(|(_, generation)| generation.into())),
            "family" => one(Some(self.family().into())),
            "size" => one(Some(self.size().into())),
            "cpu" => one(number(self.vcpus)),
            "memory" => one(number(self.memory_mib)),
            "cpu-manufacturer" => one(Some(self.cpu_manufacturer.into())),
            "cpu-sustained-clock-speed-mhz" => one(number(self.clock_mhz)),
            "hypervisor" => one(Some(self.hypervisor.into())),
            "local-nvme" => one(self.local_nvme_gb().and_then(number)),
            "network-bandwidth" => one(self.network_mbps.and_then(number)),
            "ebs-bandwidth" => one(self.ebs_mbps.and_then(number)),
            "capability-flex" => one(truth(self.family().contains("-flex"))),
            "encryption-in-transit-supported" => one(truth(self.encrypts_in_transit)),
            _ => {
                let (kind, what) = name.split_once('-')?;
                one(device_label(kind, what, self)?)
            }
        }
    }

    fn architecture_label(&self) -> Option<&'static str> {
        match self.architecture {
            Architecture::Amd64 => Some("amd64"),
            Architecture::Arm64 => Some("arm64"),
            Architecture::Other => None,
        }
    }

    fn operating_systems(&self) -> Vec<Value> {
        match self.architecture {
            Architecture::Amd64 => vec!["linux".into(), "windows".into()],
            Architecture::Arm64 => vec!["linux".into()],
            Architecture::Other => Vec::new(),
        }
    }

    /// What can be bought. Whether capacity of a type is reserved is the account's affair, so
    /// `reserved` is possible for every type.
    fn capacity_types(&self) -> Vec<Value> {
        let sold = [("on-demand", self.on_demand), ("reserved", true), ("spot", self.spot)];
        sold.into_iter().filter(|(_, is_sold)| *is_sold).map(|(name, _)| name.into()).collect()
    }

    /// Category and generation: letters, perhaps a size such as `-12tb`, digits.
    fn scheme(&self) -> Option<(&'static str, &'static str)> {
        let family = self.family();
        let (category, rest) = split_at_end_of(family, |c| c.is_ascii_lowercase());
        let rest = rest.strip_prefix('-').map_or(Some(rest), |sized| {
            split_at_end_of(sized, |c| c.is_ascii_digit()).1.strip_prefix("tb")
        })?;
        let (generation, _) = split_at_end_of(rest, |c| c.is_ascii_digit());
        (!category.is_empty() && !generation.is_empty()).then_some((category, generation))
    }
}

fn split_at_end_of(text: &str, inside: fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !inside(c)).unwrap_or(text.len()))
}

fn number(value: impl Into<u64>) -> Option<Value> {
    Some(value.into().to_string().into())
}

fn truth(holds: bool) -> Option<Value> {
    Some(if holds { "true" } else { "false" }.into())
}

/// A label of GPUs or accelerators; the outer `None` for one that does not exist.
fn device_label(kind: &str, what: &str, of: &InstanceType) -> Option<Option<Value>> {
    let (devices, is_gpu) = match kind {
        "gpu" => (of.gpu, true),
        "accelerator" => (of.accelerator, false),
        _ => return None,
    };
    let value: fn(Devices) -> Option<Value> = match what {
        "name" => |devices| Some(devices.name.into()),
        "manufacturer" => |devices| Some(devices.manufacturer.into()),
        "count" => |devices| number(devices.count),
        "memory" if is_gpu => |devices| number(devices.memory_mib),
        _ => return None,
    };
    Some(devices.and_then(value))
}

#[cfg(test)]
mod tests {
    use super::super::{instance_type, instance_types};
    use super::*;

    fn labels(name: &str) -> String {
        let kind = instance_type(name).unwrap();
        let line = |key: &&str| kind.label(key).map(|value| format!("{key}={value}\n"));
        let lines: String = LABELS.iter().filter_map(line).collect();
        lines.replace("karpenter.k8s.aws/instance-", "")
    }

    #[test]
    fn a_graviton_type_with_a_disk() {
        let expected = "\
            capability-flex=false\ncategory=r\ncpu=16\ncpu-manufacturer=aws\n\
            cpu-sustained-clock-speed-mhz=2500\nebs-bandwidth=4750\n\
            encryption-in-transit-supported=false\nfamily=r6gd\ngeneration=6\nhypervisor=nitro\n\
            local-nvme=950\nmemory=131072\nnetwork-bandwidth=5000\nsize=4xlarge\n\
            kubernetes.io/arch=arm64\nkubernetes.io/os=linux\n\
            node.kubernetes.io/instance-type=r6gd.4xlarge\n";
        assert_eq!(labels("r6gd.4xlarge"), expected);
    }

    #[test]
    fn bare_metal_has_an_empty_hypervisor_and_old_types_lack_bandwidths() {
        assert_eq!(instance_type("c5d.metal").unwrap().label(LABELS[16]), Some("".into()));
        let old = labels("c4.large");
        assert!(old.contains("ebs-bandwidth=500\n") && !old.contains("network-bandwidth"));
        assert!(!labels("c3.8xlarge").contains("local-nvme"));
        assert!(labels("c3.8xlarge").contains("network-bandwidth=10000\n"));
    }

    #[test]
    fn categories_and_generations_follow_the_names() {
        let scheme = |name| instance_type(name).unwrap().scheme();
        assert_eq!(scheme("u7i-12tb.224xlarge"), Some(("u", "7")));
        assert_eq!(scheme("i7ie.large"), Some(("i", "7")));
        assert_eq!(scheme("mac-m4.metal"), None);
        assert_eq!(scheme("mac2-m2.metal"), Some(("mac", "2")));
        let kind = InstanceType { name: "u-6tb1.112xlarge", ..instance_types()[0].clone() };
        assert_eq!(kind.scheme(), Some(("u", "1")));
    }

    #[test]
    fn devices_and_choices() {
        let gpu = labels("g6.xlarge");
        assert!(
            gpu.contains("gpu-count=1\ngpu-manufacturer=nvidia\ngpu-memory=22888\ngpu-name=l4\n")
        );
        assert!(labels("trn1.32xlarge").contains("accelerator-name=trainium\n"));
        let kind = instance_type("m5.large").unwrap();
        assert_eq!(kind.values(label::CAPACITY_TYPE).unwrap(), ["on-demand", "reserved", "spot"]);
        assert_eq!(kind.label(label::CAPACITY_TYPE), None);
        assert_eq!(kind.values("karpenter.k8s.aws/instance-pods"), None);
        assert_eq!(kind.values("karpenter.k8s.aws/instance-accelerator-memory"), None);
        assert_eq!(kind.values("team"), None);
    }

    #[test]
    fn every_listed_label_is_decided_and_listed_once() {
        assert!(LABELS.windows(2).all(|pair| pair[0] < pair[1]));
        for kind in instance_types() {
            assert!(LABELS.iter().all(|key| kind.values(key).is_some()), "{}", kind.name);
        }
    }
}
