//! What a node class, its kubelet settings and Karpenter's own say about nodes.

use crate::catalog::instance::InstanceSet;
use crate::units::MinorVersion;

use super::resources::Resources;

const GIB: u64 = 1 << 30;

/// The family of a machine image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AmiFamily {
    /// Amazon Linux 2.
    Al2,
    /// Amazon Linux 2023.
    #[default]
    Al2023,
    /// Bottlerocket.
    Bottlerocket,
    /// Windows Server, any release.
    Windows,
    /// One's own image.
    Custom,
}

impl AmiFamily {
    /// The family as an EC2NodeClass names it, also at the start of an alias.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "al2" => Some(Self::Al2),
            "al2023" => Some(Self::Al2023),
            "bottlerocket" => Some(Self::Bottlerocket),
            "windows2019" | "windows2022" | "windows2025" => Some(Self::Windows),
            "custom" => Some(Self::Custom),
            _ => None,
        }
    }

    /// What runs on it, as `kubernetes.io/os` says it.
    #[must_use]
    pub fn operating_system(self) -> &'static str {
        if self == Self::Windows { "windows" } else { "linux" }
    }

    /// The device that pods' ephemeral storage is on; not known for one's own image.
    #[must_use]
    pub fn ephemeral_device(self) -> Option<&'static str> {
        match self {
            Self::Al2 | Self::Al2023 => Some("/dev/xvda"),
            Self::Bottlerocket => Some("/dev/xvdb"),
            Self::Windows => Some("/dev/sda1"),
            Self::Custom => None,
        }
    }

    /// The device that a node starts from; not known for one's own image.
    #[must_use]
    pub fn system_device(self) -> Option<&'static str> {
        match self {
            Self::Al2 | Self::Al2023 | Self::Bottlerocket => Some("/dev/xvda"),
            Self::Windows => Some("/dev/sda1"),
            Self::Custom => None,
        }
    }

    /// Size in GiB of EKS's own images, below which their disk cannot be. Source: the block device
    /// mappings of the images as published.
    #[must_use]
    pub fn image_gib(self) -> Option<u64> {
        match self {
            Self::Al2 | Self::Al2023 => Some(20),
            Self::Bottlerocket => Some(2),
            Self::Windows => Some(50),
            Self::Custom => None,
        }
    }

    /// Size in bytes of the volume for ephemeral storage when a node class names none.
    pub(super) fn default_volume(self) -> u64 {
        if self == Self::Windows { 50 * GIB } else { 20 * GIB }
    }

    /// Whether the kubelet's own memory is reckoned by what the network interfaces could hold.
    pub(super) fn reserves_by_enis(self) -> bool {
        matches!(self, Self::Al2 | Self::Al2023 | Self::Custom)
    }
}

/// A volume that a node class attaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockDevice {
    /// Its device: `/dev/xvda`.
    pub name: String,
    /// Whether it is declared the root volume.
    pub root: bool,
    /// Its size, where one is written.
    pub bytes: Option<u64>,
}

/// How little may be left before the kubelet evicts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Eviction {
    /// An amount in bytes.
    Bytes(u64),
    /// A share of the capacity, in per cent; 100 is off.
    Percent(f64),
}

impl Eviction {
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    /// The amount in bytes, of this capacity.
    pub(super) fn of(self, capacity: u64) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Percent(100.0) => 0,
            Self::Percent(percent) => (capacity as f64 / 100.0 * percent).ceil() as u64,
        }
    }
}

/// Amounts set aside in a kubelet's configuration; what is not written is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reserved {
    /// CPU in thousandths.
    pub cpu_millis: Option<u64>,
    /// Memory in bytes.
    pub memory_bytes: Option<u64>,
    /// Ephemeral storage in bytes.
    pub ephemeral_bytes: Option<u64>,
}

impl Reserved {
    /// The written amounts, and the defaults for what is not written.
    pub(super) fn over(&self, default: Resources) -> Resources {
        Resources {
            cpu_millis: self.cpu_millis.unwrap_or(default.cpu_millis),
            memory_bytes: self.memory_bytes.unwrap_or(default.memory_bytes),
            ephemeral_bytes: self.ephemeral_bytes.unwrap_or(default.ephemeral_bytes),
            pods: 0,
        }
    }
}

/// Eviction signals of a kubelet's configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evictions {
    /// `memory.available`.
    pub memory: Option<Eviction>,
    /// `nodefs.available`.
    pub nodefs: Option<Eviction>,
}

/// Huge pages of some instance types, which are memory that other pods do not get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HugePages {
    /// The types.
    pub types: InstanceSet,
    /// How many bytes.
    pub bytes: u64,
}

/// What a node class and Karpenter's own settings say about the nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeSettings {
    /// The image.
    pub family: AmiFamily,
    /// Whether the instance store becomes the node's disk.
    pub raid0: bool,
    /// The volumes; empty for the family's own.
    pub devices: Vec<BlockDevice>,
    /// The kubelet's `maxPods`.
    pub max_pods: Option<u64>,
    /// The kubelet's `podsPerCore`.
    pub pods_per_core: Option<u64>,
    /// The kubelet's `kubeReserved`.
    pub kube_reserved: Reserved,
    /// The kubelet's `systemReserved`.
    pub system_reserved: Reserved,
    /// The kubelet's `evictionHard`.
    pub eviction_hard: Evictions,
    /// The kubelet's `evictionSoft`, which counted up to Karpenter 1.8.
    pub eviction_soft: Evictions,
    /// Karpenter's `vmMemoryOverheadPercent`, a share of 1.
    pub vm_memory_overhead: f64,
    /// Karpenter's `reservedENIs`.
    pub reserved_enis: u64,
    /// Interfaces of the first network card that carry nothing but EFA's own traffic.
    pub efa_only: u64,
    /// Huge pages that overlays say nodes of some types have.
    pub huge_pages: Vec<HugePages>,
    /// Release of Karpenter.
    pub karpenter: MinorVersion,
}

impl Default for NodeSettings {
    fn default() -> Self {
        Self {
            family: AmiFamily::default(),
            raid0: false,
            devices: Vec::new(),
            max_pods: None,
            pods_per_core: None,
            kube_reserved: Reserved::default(),
            system_reserved: Reserved::default(),
            eviction_hard: Evictions::default(),
            eviction_soft: Evictions::default(),
            vm_memory_overhead: 0.075,
            reserved_enis: 0,
            efa_only: 0,
            huge_pages: Vec::new(),
            karpenter: MinorVersion::new(1, 14),
        }
    }
}
