//! The clauses of what Karpenter believes of a node, one by one.

use super::*;
use crate::catalog::instance::{InstanceSet, instance_type};
use crate::sizing::{HugePages, Reserved};

const GIB: u64 = 1 << 30;

fn of(name: &str, node: &NodeSettings) -> Resources {
    allocatable(instance_type(name).unwrap(), node)
}

#[test]
fn places_by_cores_are_no_more_than_those_by_the_network() {
    let pods = |per_core| {
        let node = NodeSettings { pods_per_core: Some(per_core), ..NodeSettings::default() };
        of("m5.xlarge", &node).pods
    };
    assert_eq!((pods(0), pods(1), pods(14), pods(15), pods(100)), (58, 4, 56, 58, 58));
    let few =
        NodeSettings { max_pods: Some(10), pods_per_core: Some(5), ..NodeSettings::default() };
    assert_eq!(of("m5.xlarge", &few).pods, 10);
}

#[test]
fn interfaces_for_efa_alone_have_no_addresses() {
    let pods = |efa_only, reserved_enis| {
        of("m5.xlarge", &NodeSettings { efa_only, reserved_enis, ..NodeSettings::default() }).pods
    };
    assert_eq!((pods(1, 0), pods(1, 1), pods(4, 0), pods(5, 5)), (44, 30, 0, 0));
}

#[test]
fn no_address_means_no_pod_and_less_to_reserve() {
    let none = NodeSettings { reserved_enis: 4, ..NodeSettings::default() };
    let old = NodeSettings { karpenter: MinorVersion::new(1, 5), ..none.clone() };
    assert_eq!((of("m5.xlarge", &none).pods, of("m5.xlarge", &old).pods), (0, 0));
    let plain = of("m5.xlarge", &NodeSettings::default()).memory_mib();
    assert_eq!(of("m5.xlarge", &none).memory_mib(), plain);
    assert_eq!(of("m5.xlarge", &old).memory_mib() - plain, 11 * 58);
}

#[test]
fn huge_pages_are_taken_from_memory_of_their_types_alone() {
    let types = InstanceSet::of(|kind| kind.family() == "m5");
    let huge_pages = vec![HugePages { types, bytes: 1 << 30 }];
    let node = NodeSettings { huge_pages, ..NodeSettings::default() };
    let lost =
        |name| of(name, &NodeSettings::default()).memory_mib() - of(name, &node).memory_mib();
    assert_eq!((lost("m5.xlarge"), lost("m6i.xlarge")), (1024, 0));
    let capacity = |node| capacity(instance_type("m5.xlarge").unwrap(), node).memory_bytes;
    assert_eq!(capacity(&node), capacity(&NodeSettings::default()));
    let all = vec![HugePages { types: InstanceSet::all(), bytes: u64::MAX }; 2];
    assert_eq!(of("m5.xlarge", &NodeSettings { huge_pages: all, ..node }).memory_bytes, 0);
}

#[test]
fn thresholds_in_per_cent_are_of_the_capacity_and_rounded_up() {
    let plain = NodeSettings::default();
    let all = capacity(instance_type("m5.xlarge").unwrap(), &plain);
    let left = |memory: f64, nodefs: f64| {
        let eviction_hard = Evictions {
            memory: Some(Eviction::Percent(memory)),
            nodefs: Some(Eviction::Percent(nodefs)),
        };
        of("m5.xlarge", &NodeSettings { eviction_hard, ..plain.clone() })
    };
    let none = left(100.0, 100.0);
    // Floating point may round a byte up, as it does in Karpenter.
    let twentieth = none.memory_bytes - left(5.0, 0.0).memory_bytes;
    assert!(twentieth.abs_diff(all.memory_bytes / 20) <= 1, "{twentieth}");
    let disk = none.ephemeral_bytes - left(0.0, 7.0).ephemeral_bytes;
    assert!(disk.abs_diff((20 * GIB * 7).div_ceil(100)) <= 1, "{disk}");
    assert_eq!(none.ephemeral_bytes, 19 * GIB);
    let eighth = none.memory_bytes - left(12.5, 0.0).memory_bytes;
    assert!(eighth.abs_diff(all.memory_bytes / 8) <= 1, "{eighth}");
}

#[test]
fn soft_evictions_stand_in_for_the_default_and_never_lower_a_hard_one() {
    let of_soft = |hard, soft: u64, family| {
        let memory = |mib: u64| Some(Eviction::Bytes(mib * MIB));
        let node = NodeSettings {
            family,
            eviction_hard: Evictions { memory: Option::and_then(hard, memory), nodefs: None },
            eviction_soft: Evictions {
                memory: memory(soft),
                nodefs: Some(Eviction::Percent(50.0)),
            },
            karpenter: MinorVersion::new(1, 8),
            ..NodeSettings::default()
        };
        of("m5.xlarge", &node)
    };
    let plain = of("m5.xlarge", &NodeSettings::default());
    let al2023 = AmiFamily::Al2023;
    assert_eq!(of_soft(None, 50, al2023).memory_mib() - plain.memory_mib(), 50);
    let hard = of_soft(Some(300), 50, al2023).memory_mib();
    assert_eq!(plain.memory_mib() - hard, 200);
    assert_eq!(plain.memory_mib() - of_soft(Some(300), 500, al2023).memory_mib(), 400);
    assert_eq!(of_soft(None, 50, al2023).ephemeral_bytes, 9 * GIB);
    let bottlerocket = of_soft(None, 500, AmiFamily::Bottlerocket);
    assert_eq!(
        (bottlerocket.memory_mib(), bottlerocket.ephemeral_bytes),
        (plain.memory_mib(), 17 * GIB)
    );
}

#[test]
fn the_array_is_counted_in_decimal_gigabytes_and_only_where_there_are_disks() {
    let raid = NodeSettings { raid0: true, ..NodeSettings::default() };
    let disk = |name| capacity(instance_type(name).unwrap(), &raid).ephemeral_bytes;
    assert_eq!(disk("r5d.8xlarge"), 1_200_000_000_000);
    assert_eq!(disk("i3en.24xlarge"), 60_000_000_000_000);
    assert_eq!(disk("r5.8xlarge"), 20 * GIB);
}

#[test]
fn a_mapping_without_a_size_leaves_the_default() {
    let device = |name: &str, bytes| BlockDevice { name: name.to_owned(), root: false, bytes };
    let disk = |family, devices| {
        let node = NodeSettings { family, devices, ..NodeSettings::default() };
        capacity(instance_type("m5.xlarge").unwrap(), &node).ephemeral_bytes / GIB
    };
    let first = device("/dev/xvda", Some(300 * GIB));
    let custom = AmiFamily::Custom;
    assert_eq!(disk(custom, vec![first.clone(), device("/dev/xvdb", None)]), 20);
    assert_eq!(disk(custom, vec![]), 20);
    assert_eq!(disk(AmiFamily::Al2023, vec![device("/dev/xvda", None), first]), 20);
    assert_eq!(disk(AmiFamily::Windows, vec![device("/dev/sda1", Some(80 * GIB))]), 80);
}

#[test]
fn bare_metal_is_reckoned_as_any_other_type() {
    let node = NodeSettings::default();
    let (metal, whole) = (of("c5d.metal", &node), of("c5d.24xlarge", &node));
    assert_eq!((metal.cpu_millis, metal.pods), (whole.cpu_millis, whole.pods));
    assert_eq!(metal.memory_bytes, whole.memory_bytes);
}

#[test]
fn every_key_of_a_reservation_is_replaced_by_itself() {
    let plain = of("m5.xlarge", &NodeSettings::default());
    let written = Reserved {
        cpu_millis: Some(500),
        memory_bytes: Some(2 << 30),
        ephemeral_bytes: Some(3 << 30),
    };
    let kube = of("m5.xlarge", &NodeSettings { kube_reserved: written, ..NodeSettings::default() });
    assert_eq!(plain.cpu_millis - kube.cpu_millis, 500 - 80);
    assert_eq!(plain.memory_mib() - kube.memory_mib(), 2048 - (255 + 11 * 58));
    assert_eq!(plain.ephemeral_bytes - kube.ephemeral_bytes, 2 * GIB);
    let node = NodeSettings { system_reserved: written, ..NodeSettings::default() };
    let system = of("m5.xlarge", &node);
    assert_eq!(plain.cpu_millis - system.cpu_millis, 500);
    assert_eq!(plain.memory_mib() - system.memory_mib(), 2048);
    assert_eq!(plain.ephemeral_bytes - system.ephemeral_bytes, 3 * GIB);
}

#[test]
fn the_hypervisors_share_is_a_setting() {
    let with = |vm_memory_overhead| {
        let node = NodeSettings { vm_memory_overhead, ..NodeSettings::default() };
        capacity(instance_type("m5.xlarge").unwrap(), &node).memory_mib()
    };
    assert_eq!((with(0.0), with(0.075), with(0.05)), (16384, 16384 - 1229, 16384 - 820));
    let arm = NodeSettings { vm_memory_overhead: 0.0, ..NodeSettings::default() };
    assert_eq!(capacity(instance_type("m6g.xlarge").unwrap(), &arm).memory_mib(), 16384 - 64);
}
