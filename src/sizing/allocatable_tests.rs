use super::*;
use crate::catalog::instance::{instance_type, instance_types};
use crate::sizing::Reserved;

const GIB: u64 = 1 << 30;

/// Type, allocatable CPU in thousandths, memory in MiB, pods: from Karpenter's published reference
/// of instance types (AL2023, no block devices), not from this module.
const PUBLISHED: &[(&str, u64, u64, u64)] = &[
    ("a1.medium", 940, 1392, 8),
    ("a1.large", 1930, 3055, 29),
    ("a1.xlarge", 3920, 6525, 58),
    ("a1.2xlarge", 7910, 14103, 58),
    ("a1.4xlarge", 15890, 27322, 234),
    ("a1.metal", 15890, 27322, 234),
    ("c1.medium", 1930, 1122, 12),
    ("c1.xlarge", 7910, 5637, 58),
    ("c3.large", 1930, 2878, 29),
    ("c3.xlarge", 3920, 6111, 58),
    ("c3.2xlarge", 7910, 13215, 58),
    ("c3.4xlarge", 15890, 25487, 234),
    ("c3.8xlarge", 31850, 53903, 234),
    ("c4.8xlarge", 35840, 53903, 234),
    ("c5d.large", 1930, 3114, 29),
    ("c5d.xlarge", 3920, 6584, 58),
    ("c5d.2xlarge", 7910, 14162, 58),
    ("c5d.4xlarge", 15890, 27381, 234),
    ("c5d.9xlarge", 35840, 65269, 234),
    ("c5d.12xlarge", 47810, 88002, 234),
    ("c5d.18xlarge", 71750, 127934, 737),
    ("c5d.24xlarge", 95690, 173400, 737),
    ("c5d.metal", 95690, 173400, 737),
    ("c5n.large", 1930, 4298, 29),
    ("c5n.xlarge", 3920, 8952, 58),
    ("c5n.2xlarge", 7910, 18898, 58),
    ("c5n.4xlarge", 15890, 36853, 234),
    ("c5n.9xlarge", 35840, 88002, 234),
    ("c5n.18xlarge", 71750, 173400, 737),
    ("r6g.xlarge", 3920, 29258, 58),
    ("r6gd.medium", 940, 7075, 8),
    ("r6gd.large", 1930, 14422, 29),
    ("r6gd.2xlarge", 7910, 59568, 58),
    ("r6gd.4xlarge", 15890, 118253, 234),
    ("r6gd.8xlarge", 31850, 239495, 234),
    ("r6gd.12xlarge", 47810, 360736, 234),
    ("r6gd.16xlarge", 63770, 476445, 737),
    ("r6gd.metal", 63770, 476445, 737),
    ("r6i.large", 1930, 14481, 29),
    ("r6i.xlarge", 3920, 29317, 58),
    ("t2.xlarge", 3920, 14316, 44),
    ("t2.2xlarge", 7910, 29471, 44),
    ("t3.nano", 1930, 74, 4),
    ("t3.micro", 1930, 548, 4),
    ("t3.small", 1930, 1418, 11),
    ("t3.medium", 1930, 3246, 17),
    ("t3.large", 1930, 6837, 35),
    ("t3a.small", 1930, 1451, 8),
    ("t4g.nano", 1930, 15, 4),
    ("t4g.micro", 1930, 489, 4),
    ("t4g.small", 1930, 1359, 11),
    ("u7i-6tb.112xlarge", 446_810, 5_811_134, 737),
    ("u7i-12tb.224xlarge", 893_690, 11_630_731, 737),
    ("u7in-16tb.224xlarge", 893_690, 15_514_235, 394),
    ("u7in-32tb.224xlarge", 893_690, 31_033_160, 394),
    ("vt1.3xlarge", 11900, 21739, 58),
    ("vt1.24xlarge", 95690, 173_400, 737),
    ("x1.32xlarge", 127_610, 1_846_005, 234),
    ("x1e.xlarge", 3920, 114_884, 29),
    ("x1e.4xlarge", 15890, 461_240, 58),
    ("x1e.32xlarge", 127_610, 3_694_939, 234),
];

fn of(name: &str, node: &NodeSettings) -> Resources {
    allocatable(instance_type(name).unwrap(), node)
}

#[test]
fn agrees_with_the_published_reference() {
    assert!(PUBLISHED.len() >= 40);
    for (name, cpu, memory, pods) in PUBLISHED {
        let found = of(name, &NodeSettings::default());
        let (mib, rest) = (found.memory_bytes / MIB, found.memory_bytes % MIB);
        assert_eq!((found.cpu_millis, mib, rest, found.pods), (*cpu, *memory, 0, *pods), "{name}");
        assert_eq!(found.ephemeral_bytes, 17 * GIB, "{name}");
    }
}

#[test]
fn every_type_leaves_less_than_it_has() {
    for kind in instance_types() {
        let node = NodeSettings { raid0: true, ..NodeSettings::default() };
        let (all, left) = (capacity(kind, &node), allocatable(kind, &node));
        assert!(left.cpu_millis < all.cpu_millis && left.memory_bytes < all.memory_bytes);
        assert!(all.memory_bytes < kind.memory_mib * MIB, "{}", kind.name);
    }
}

#[test]
fn disks_come_from_raid_root_device_or_family() {
    let gib =
        |node: &NodeSettings| capacity(instance_type("c5d.xlarge").unwrap(), node).ephemeral_bytes;
    let device = |name: &str, root, size: u64| BlockDevice {
        name: name.to_owned(),
        root,
        bytes: Some(size * GIB),
    };
    let with = |family, devices| NodeSettings { family, devices, ..NodeSettings::default() };
    let raid = NodeSettings { raid0: true, ..with(AmiFamily::Al2023, vec![]) };
    assert_eq!(gib(&raid), 100_000_000_000);
    assert_eq!(gib(&with(AmiFamily::Al2023, vec![device("/dev/xvda", false, 200)])), 200 * GIB);
    assert_eq!(gib(&with(AmiFamily::Al2023, vec![device("/dev/xvdb", false, 200)])), 20 * GIB);
    let bottlerocket = vec![device("/dev/xvda", false, 4), device("/dev/xvdb", false, 80)];
    assert_eq!(gib(&with(AmiFamily::Bottlerocket, bottlerocket)), 80 * GIB);
    let marked = vec![device("/dev/sdf", true, 60), device("/dev/xvda", false, 70)];
    assert_eq!(gib(&with(AmiFamily::Al2, marked)), 60 * GIB);
    let own = vec![device("/dev/sda", false, 10), device("/dev/sdb", false, 30)];
    assert_eq!(gib(&with(AmiFamily::Custom, own)), 30 * GIB);
    assert_eq!(gib(&with(AmiFamily::Windows, vec![])), 50 * GIB);
    let left = allocatable(instance_type("c5d.xlarge").unwrap(), &raid).ephemeral_bytes;
    assert_eq!(left, 90_000_000_000 - GIB);
}

#[test]
fn pods_follow_the_kubelet_and_the_network() {
    let pods = |node: NodeSettings| of("m5.xlarge", &node).pods;
    let node = NodeSettings::default;
    assert_eq!(pods(NodeSettings { max_pods: Some(110), ..node() }), 110);
    assert_eq!(pods(NodeSettings { pods_per_core: Some(5), ..node() }), 20);
    let bottlerocket = NodeSettings { family: AmiFamily::Bottlerocket, ..node() };
    assert_eq!(pods(NodeSettings { pods_per_core: Some(5), ..bottlerocket }), 58);
    assert_eq!(pods(NodeSettings { reserved_enis: 1, ..node() }), 44);
    assert_eq!(pods(NodeSettings { reserved_enis: 9, ..node() }), 0);
    assert_eq!(pods(NodeSettings { family: AmiFamily::Windows, ..node() }), 110);
}

#[test]
fn reserved_memory_follows_the_family_and_the_release() {
    let memory = |node: &NodeSettings| of("m5.xlarge", node).memory_mib();
    let plain = NodeSettings::default();
    let many = NodeSettings { max_pods: Some(110), ..plain.clone() };
    assert_eq!(memory(&many), memory(&plain));
    let bottlerocket = NodeSettings { family: AmiFamily::Bottlerocket, ..many };
    assert_eq!(memory(&plain) - memory(&bottlerocket), 11 * (110 - 58));
    let enis = NodeSettings { reserved_enis: 1, ..plain.clone() };
    assert_eq!(memory(&enis), memory(&plain));
    let older = NodeSettings { karpenter: MinorVersion::new(1, 5), ..enis };
    assert_eq!(memory(&older) - memory(&plain), 11 * 14);
}

#[test]
fn written_reservations_and_evictions_replace_the_defaults() {
    let plain = NodeSettings::default();
    let reserved = Reserved { cpu_millis: Some(1000), ..Reserved::default() };
    let node = NodeSettings { kube_reserved: reserved, system_reserved: reserved, ..plain.clone() };
    assert_eq!(of("r6i.large", &node).cpu_millis, 0);
    assert_eq!(of("r6i.large", &node).memory_bytes, of("r6i.large", &plain).memory_bytes);
    let hard = |memory| Evictions { memory: Some(memory), nodefs: Some(Eviction::Percent(20.0)) };
    let node = NodeSettings { eviction_hard: hard(Eviction::Bytes(0)), ..plain.clone() };
    let (with, without) = (of("m5.xlarge", &node), of("m5.xlarge", &plain));
    assert_eq!(with.memory_mib() - without.memory_mib(), 100);
    assert_eq!(without.ephemeral_bytes - with.ephemeral_bytes, 2 * GIB);
    let off = NodeSettings { eviction_hard: hard(Eviction::Percent(100.0)), ..plain };
    assert_eq!(of("m5.xlarge", &off).memory_bytes, with.memory_bytes);
}

#[test]
fn soft_evictions_counted_up_to_1_8() {
    let soft = Evictions { memory: Some(Eviction::Bytes(500 * MIB)), nodefs: None };
    let node = |minor| NodeSettings {
        eviction_soft: soft,
        karpenter: MinorVersion::new(1, minor),
        ..NodeSettings::default()
    };
    let lost = of("m5.xlarge", &node(9)).memory_mib() - of("m5.xlarge", &node(8)).memory_mib();
    assert_eq!(lost, 400);
}

#[test]
fn families_are_read_as_written() {
    assert_eq!(AmiFamily::parse("AL2023"), Some(AmiFamily::Al2023));
    assert_eq!(AmiFamily::parse("windows2025"), Some(AmiFamily::Windows));
    assert_eq!(AmiFamily::parse("ubuntu"), None);
}
