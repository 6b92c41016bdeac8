//! EC2 instance types: what each is made of, and the labels that Karpenter gives its nodes.

mod index;
mod labels;
mod row;
mod set;

use std::collections::BTreeSet;
use std::sync::LazyLock;

pub use index::LabelColumn;
pub use index::column;
pub use labels::LABELS;
pub use set::InstanceSet;

/// What programs a type can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Architecture {
    /// 64-bit Intel and AMD.
    Amd64,
    /// 64-bit Arm: Graviton.
    Arm64,
    /// One that no Kubernetes node runs on, as the Macs'.
    Other,
}

/// Disks inside the machine; what is on them is gone with the instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceStore {
    /// Size of all disks together, in GB (10⁹ bytes).
    pub total_gb: u64,
    /// How many disks.
    pub disks: u32,
    /// Whether they are NVMe disks, which is what Karpenter's label counts.
    pub nvme: bool,
}

/// GPUs or other accelerators, all of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Devices {
    /// How many; 0 for a part of one.
    pub count: u32,
    /// Who made them, as Karpenter's labels spell it: `nvidia`.
    pub manufacturer: &'static str,
    /// Their name, as Karpenter's labels spell it: `a10g`.
    pub name: &'static str,
    /// Memory of one, in MiB.
    pub memory_mib: u64,
}

/// How many EBS volumes can be attached, the root volume among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EbsAttachments {
    /// The number, with the first network interface and the instance store already paid for.
    pub volumes: u32,
    /// Whether each further network interface takes the place of a volume.
    pub shared_with_enis: bool,
}

/// The network cards beside the first, which are all alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NetworkCards {
    /// How many.
    pub count: u32,
    /// Network interfaces of each.
    pub enis: u32,
}

/// An EC2 instance type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceType {
    /// EC2's name: `c5d.4xlarge`.
    pub name: &'static str,
    /// Virtual CPUs.
    pub vcpus: u32,
    /// Memory as EC2 states it, in MiB.
    pub memory_mib: u64,
    /// What programs it runs.
    pub architecture: Architecture,
    /// Who made the CPU, as Karpenter's label spells it: `intel`, `amd`, `aws`.
    pub cpu_manufacturer: &'static str,
    /// Sustained clock of the CPU in MHz; 0 where EC2 states none.
    pub clock_mhz: u32,
    /// `nitro`, `xen`, or empty for bare metal.
    pub hypervisor: &'static str,
    /// Disks inside the machine.
    pub store: Option<InstanceStore>,
    /// Network interfaces of the first network card, which is the default one.
    pub enis: u32,
    /// Network cards beside the first.
    pub more_cards: Option<NetworkCards>,
    /// Interfaces for the Elastic Fabric Adapter; 0 where there is none.
    pub efa: u32,
    /// Whether it has EC2's own kind of network adapter, which few and old types lack.
    pub ena: bool,
    /// IPv4 addresses of one network interface.
    pub ipv4_per_eni: u32,
    /// Network bandwidth in Mbit/s, where EC2 states a figure.
    pub network_mbps: Option<u32>,
    /// Highest EBS bandwidth in Mbit/s, where the type is EBS-optimised by default.
    pub ebs_mbps: Option<u32>,
    /// EBS volumes that can be attached.
    pub ebs: Option<EbsAttachments>,
    /// Graphics processors.
    pub gpu: Option<Devices>,
    /// Other accelerators: Inferentia, Trainium, Qualcomm.
    pub accelerator: Option<Devices>,
    /// Whether the CPU is only lent above a base line (t family).
    pub burstable: bool,
    /// Whether it is a whole machine without a hypervisor.
    pub bare_metal: bool,
    /// Whether traffic between such instances is encrypted by the hardware.
    pub encrypts_in_transit: bool,
    /// Whether virtual machines can run on it.
    pub nests: bool,
    /// Whether a placement group can put such instances close together.
    pub clusters: bool,
    /// Whether EC2 counts it to its current generation.
    pub current: bool,
    /// Whether it is sold on demand.
    pub on_demand: bool,
    /// Whether it is sold as spot capacity.
    pub spot: bool,
}

impl InstanceType {
    /// The name up to the dot: `c5d`.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.name.split_once('.').map_or(self.name, |(family, _)| family)
    }

    /// The name after the dot: `4xlarge`.
    #[must_use]
    pub fn size(&self) -> &'static str {
        self.name.split_once('.').map_or("", |(_, size)| size)
    }

    /// How many network interfaces a network card takes, by its index; 0 where there is no such card.
    #[must_use]
    pub fn enis_of_card(&self, card: u64) -> u64 {
        let more = self.more_cards.filter(|more| card <= u64::from(more.count));
        let enis = if card == 0 { self.enis } else { more.map_or(0, |more| more.enis) };
        u64::from(enis)
    }

    /// Size of the NVMe instance store in GB, where there is one.
    #[must_use]
    pub fn local_nvme_gb(&self) -> Option<u64> {
        self.store.filter(|store| store.nvme).map(|store| store.total_gb)
    }

    /// Volumes that can be attached beside the root volume, with this many network interfaces in
    /// use.
    #[must_use]
    pub fn attachable_volumes(&self, enis: u32) -> Option<u32> {
        let taken =
            |ebs: EbsAttachments| 1 + u32::from(ebs.shared_with_enis) * enis.saturating_sub(1);
        self.ebs.map(|ebs| ebs.volumes.saturating_sub(taken(ebs)))
    }
}

static TYPES: LazyLock<Vec<InstanceType>> = LazyLock::new(row::read);

static FAMILIES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| TYPES.iter().map(InstanceType::family).collect());

/// All instance types known, sorted by name.
#[must_use]
pub fn instance_types() -> &'static [InstanceType] {
    &TYPES
}

/// The instance type of this name; `None` may as well mean that it is newer than the catalog.
#[must_use]
pub fn instance_type(name: &str) -> Option<&'static InstanceType> {
    let at = TYPES.binary_search_by(|kind| kind.name.cmp(name)).ok()?;
    TYPES.get(at)
}

/// All instance families known.
#[must_use]
pub fn families() -> &'static BTreeSet<&'static str> {
    &FAMILIES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_found_by_name() {
        assert!(instance_types().len() > 1300);
        assert!(instance_types().windows(2).all(|pair| pair[0].name < pair[1].name));
        for kind in instance_types() {
            assert_eq!(instance_type(kind.name), Some(kind));
            assert!(kind.vcpus > 0 && kind.memory_mib > 0 && kind.enis > 0, "{}", kind.name);
        }
    }

    #[test]
    fn the_reference_platforms_types_are_as_published() {
        let facts = |name| {
            let kind = instance_type(name).unwrap();
            let store = kind.store.map(|store| (store.disks, store.total_gb));
            (kind.vcpus, kind.memory_mib / 1024, store)
        };
        assert_eq!(facts("c5d.4xlarge"), (16, 32, Some((1, 400))));
        assert_eq!(facts("c5d.9xlarge"), (36, 72, Some((1, 900))));
        assert_eq!(facts("c5.4xlarge"), (16, 32, None));
        assert_eq!(facts("r5d.4xlarge"), (16, 128, Some((2, 600))));
        assert_eq!(facts("r5d.8xlarge"), (32, 256, Some((2, 1200))));
        assert_eq!(facts("r6gd.8xlarge"), (32, 256, Some((1, 1900))));
    }

    #[test]
    fn families_that_do_not_exist_are_not_there() {
        assert!(families().contains("r6gd") && families().contains("u7i-12tb"));
        assert!(!families().contains("c7id") && !families().contains("r7id"));
    }

    #[test]
    fn network_interfaces_take_the_place_of_volumes_where_they_share() {
        let nitro = instance_type("m5.xlarge").unwrap();
        assert_eq!(nitro.attachable_volumes(1), Some(26));
        assert_eq!(nitro.attachable_volumes(4), Some(23));
        let dedicated = instance_type("m7i.xlarge").unwrap();
        assert_eq!(dedicated.attachable_volumes(1), dedicated.attachable_volumes(4));
    }
}
