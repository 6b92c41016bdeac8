//! What Karpenter believes a node has for pods.
//!
//! Source: Karpenter's instance type provider for AWS; its published reference of 1,336 types is
//! what the tests hold a sample of.

use crate::catalog::instance::{Architecture, InstanceType};
use crate::units::MinorVersion;

use super::node::{AmiFamily, BlockDevice, Eviction, Evictions, NodeSettings};
use super::resources::{MIB, Resources};

/// Graviton's contiguous memory allocator keeps this much to itself, in MiB.
const ARM_RESERVED_MIB: u64 = 64;
/// What the kubelet keeps of the root disk.
const KUBE_RESERVED_EPHEMERAL: u64 = 1 << 30;
/// Memory at which the kubelet evicts when nobody says otherwise.
const EVICTION_MEMORY: u64 = 100 * MIB;

/// The pods that network interfaces have addresses for, without prefix delegation.
#[must_use]
pub fn eni_pods(kind: &InstanceType, reserved_enis: u64) -> u64 {
    match u64::from(kind.enis).saturating_sub(reserved_enis) {
        0 => 0,
        enis => enis * u64::from(kind.ipv4_per_eni.saturating_sub(1)) + 2,
    }
}

/// What Karpenter takes a new node to have in all; its limits count this.
#[must_use]
pub fn capacity(kind: &InstanceType, node: &NodeSettings) -> Resources {
    Resources {
        cpu_millis: u64::from(kind.vcpus) * 1000,
        memory_bytes: memory(kind, node.vm_memory_overhead),
        ephemeral_bytes: ephemeral(kind, node),
        pods: pods(kind, node),
    }
}

/// What Karpenter takes a new node to have for pods, DaemonSets among them.
#[must_use]
pub fn allocatable(kind: &InstanceType, node: &NodeSettings) -> Resources {
    let capacity = capacity(kind, node);
    let nothing = Resources::default();
    let kubelet = node.kube_reserved.over(kube_reserved(kind, node, capacity.pods));
    let kept = kubelet + node.system_reserved.over(nothing) + eviction(node, &capacity);
    capacity.less(&kept).less(&Resources { memory_bytes: huge_pages(kind, node), ..nothing })
}

/// What overlays make huge pages of.
fn huge_pages(kind: &InstanceType, node: &NodeSettings) -> u64 {
    let of_kind = node.huge_pages.iter().filter(|pages| pages.types.contains(kind.name));
    of_kind.map(|pages| pages.bytes).fold(0, u64::saturating_add)
}

/// Memory less what the hypervisor takes, in whole MiB.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn memory(kind: &InstanceType, overhead: f64) -> u64 {
    let is_arm = kind.architecture == Architecture::Arm64;
    let mib = kind.memory_mib.saturating_sub(if is_arm { ARM_RESERVED_MIB } else { 0 });
    let bytes = mib.saturating_mul(MIB) as f64;
    mib.saturating_sub((bytes * overhead / MIB as f64).ceil() as u64) * MIB
}

fn ephemeral(kind: &InstanceType, node: &NodeSettings) -> u64 {
    if let Some(store) = kind.store.filter(|_| node.raid0) {
        return store.total_gb * 1_000_000_000;
    }
    let root = node.devices.iter().find(|device| device.root);
    let ephemeral = node.family.ephemeral_device();
    let own = match ephemeral {
        Some(name) => node.devices.iter().find(|device| device.name == name),
        None => node.devices.last(),
    };
    let size = |device: Option<&BlockDevice>| device.and_then(|device| device.bytes);
    size(root).or_else(|| size(own)).unwrap_or_else(|| node.family.default_volume())
}

fn pods(kind: &InstanceType, node: &NodeSettings) -> u64 {
    let is_windows = node.family == AmiFamily::Windows;
    let by_network =
        || if is_windows { 110 } else { eni_pods(kind, node.reserved_enis + node.efa_only) };
    let pods = node.max_pods.unwrap_or_else(by_network);
    let per_core =
        node.pods_per_core.filter(|it| *it > 0 && node.family != AmiFamily::Bottlerocket);
    per_core.map_or(pods, |per_core| pods.min(per_core.saturating_mul(kind.vcpus.into())))
}

fn kube_reserved(kind: &InstanceType, node: &NodeSettings, pods: u64) -> Resources {
    // Up to 1.5 interfaces reserved for other uses lowered this too.
    let reserved_enis =
        if node.karpenter < MinorVersion::new(1, 6) { node.reserved_enis } else { 0 };
    let taken = reserved_enis + node.efa_only;
    let pods = if node.family.reserves_by_enis() { eni_pods(kind, taken) } else { pods };
    Resources {
        cpu_millis: kubelet_cpu(u64::from(kind.vcpus) * 1000),
        memory_bytes: pods.saturating_mul(11).saturating_add(255).saturating_mul(MIB),
        ephemeral_bytes: KUBE_RESERVED_EPHEMERAL,
        pods: 0,
    }
}

/// 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of all others.
fn kubelet_cpu(millis: u64) -> u64 {
    let part = |from: u64, to: u64| millis.min(to).saturating_sub(from);
    let ten_thousandths =
        [(0, 1000, 600), (1000, 2000, 100), (2000, 4000, 50), (4000, u64::MAX, 25)];
    ten_thousandths.iter().map(|(from, to, share)| part(*from, *to) * share / 10_000).sum()
}

fn eviction(node: &NodeSettings, capacity: &Resources) -> Resources {
    let soft_counts =
        node.karpenter < MinorVersion::new(1, 9) && node.family != AmiFamily::Bottlerocket;
    let soft = if soft_counts { node.eviction_soft } else { Evictions::default() };
    let threshold = |hard: Option<Eviction>, soft: Option<Eviction>, capacity: u64| {
        [hard, soft].into_iter().flatten().map(|signal| signal.of(capacity)).max()
    };
    let memory = threshold(node.eviction_hard.memory, soft.memory, capacity.memory_bytes);
    let disk = threshold(node.eviction_hard.nodefs, soft.nodefs, capacity.ephemeral_bytes);
    Resources {
        cpu_millis: 0,
        memory_bytes: memory.unwrap_or(EVICTION_MEMORY),
        ephemeral_bytes: disk
            .unwrap_or_else(|| Eviction::Percent(10.0).of(capacity.ephemeral_bytes)),
        pods: 0,
    }
}

#[cfg(test)]
#[path = "allocatable_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "allocatable_clause_tests.rs"]
mod clause_tests;
