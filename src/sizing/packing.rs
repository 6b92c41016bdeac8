//! How many pods of one kind fit on a node, what stops the next one, and what a smaller request
//! gains.

use super::resources::{MIB, Resources};

/// What a node runs out of first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// CPU.
    Cpu,
    /// Memory.
    Memory,
    /// Ephemeral storage.
    EphemeralStorage,
    /// Places for pods.
    Pods,
}

/// A node filled with pods of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Packing {
    /// How many pods.
    pub pods: u64,
    /// What stops the next one; of several the first in the order of [`Bound`].
    pub bound: Bound,
    /// What is left.
    pub free: Resources,
    /// Share of the CPU for pods that stays unused, in per cent.
    pub cpu_waste: f64,
    /// Share of the memory for pods that stays unused, in per cent.
    pub memory_waste: f64,
}

/// Fills a node: what it has for pods, less the DaemonSets, with pods that ask this much.
#[must_use]
pub fn pack(allocatable: &Resources, daemon_sets: &Resources, request: &Resources) -> Packing {
    let room = allocatable.less(daemon_sets);
    let (pods, bound) = counts(&room, request)
        .into_iter()
        .min_by_key(|(count, _)| *count)
        .unwrap_or((0, Bound::Pods));
    let free = room.less(&request.times(pods));
    Packing {
        pods,
        bound,
        free,
        cpu_waste: share(free.cpu_millis, room.cpu_millis),
        memory_waste: share(free.memory_bytes, room.memory_bytes),
    }
}

/// How many pods each resource has room for. A pod takes one place whatever it asks.
fn counts(room: &Resources, request: &Resources) -> [(u64, Bound); 4] {
    let count = |has: u64, wants: u64| has.checked_div(wants).unwrap_or(u64::MAX);
    [
        (count(room.cpu_millis, request.cpu_millis), Bound::Cpu),
        (count(room.memory_bytes, request.memory_bytes), Bound::Memory),
        (count(room.ephemeral_bytes, request.ephemeral_bytes), Bound::EphemeralStorage),
        (count(room.pods, request.pods.max(1)), Bound::Pods),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "a percentage for people")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// The largest request with which one pod more fits on each of the rooms (what nodes have for pods,
/// less their DaemonSets), rounded down to 100 thousandths of a CPU and to 64 MiB.
///
/// `None` where places for pods or ephemeral storage are what stops the next one, and where it
/// would take less than half of what is asked for now.
#[must_use]
pub fn better_request(rooms: &[Resources], request: &Resources) -> Option<Resources> {
    let mut better = *request;
    for room in rooms {
        let wanted = pack(room, &Resources::default(), request).pods + 1;
        better.cpu_millis = better.cpu_millis.min(room.cpu_millis / wanted);
        better.memory_bytes = better.memory_bytes.min(room.memory_bytes / wanted);
    }
    if better.cpu_millis < request.cpu_millis {
        better.cpu_millis -= better.cpu_millis % 100;
    }
    if better.memory_bytes < request.memory_bytes {
        better.memory_bytes -= better.memory_bytes % (64 * MIB);
    }
    let is_near = better.cpu_millis >= request.cpu_millis.div_ceil(2)
        && better.memory_bytes >= request.memory_bytes.div_ceil(2);
    let pods = |room, request| pack(room, &Resources::default(), request).pods;
    let packs_more = rooms.iter().all(|room| pods(room, &better) > pods(room, request));
    (is_near && packs_more && !rooms.is_empty()).then_some(better)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalog::instance::instance_type;
    use crate::sizing::{NodeSettings, allocatable};

    const SIZES: [&str; 5] = ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"];

    fn daemon_sets() -> Resources {
        Resources { pods: 0, ..Resources::of_pod(180, 350) }
    }

    fn rooms(family: &str) -> Vec<Resources> {
        let of = |size: &str| {
            let kind = instance_type(&format!("{family}.{size}")).unwrap();
            allocatable(kind, &NodeSettings::default()).less(&daemon_sets())
        };
        SIZES.into_iter().map(of).collect()
    }

    fn pods(request: &Resources) -> Vec<u64> {
        let count = |room| pack(&room, &Resources::default(), request).pods;
        rooms("r6gd").into_iter().map(count).collect()
    }

    #[test]
    fn an_executor_of_a_whole_share_of_the_cores_never_packs() {
        assert_eq!(pods(&Resources::of_pod(4000, 30 * 1024)), [0, 1, 3, 7, 15]);
        assert_eq!(pods(&Resources::of_pod(4000, 16 * 1024)), [0, 1, 3, 7, 15]);
        assert_eq!(pods(&Resources::of_pod(3500, 28 * 1024)), [1, 2, 4, 8, 16]);
    }

    #[test]
    fn a_request_that_packs_one_more_is_found() {
        let request = Resources::of_pod(4000, 30 * 1024);
        let better = better_request(&rooms("r6gd"), &request).unwrap();
        assert_eq!((better.cpu_millis, better.memory_mib()), (3700, 28864));
        assert_eq!(pods(&better), [1, 2, 4, 8, 16]);
        assert_eq!(better_request(&[], &request), None);
        let huge = Resources::of_pod(64_000, 1024);
        assert_eq!(better_request(&rooms("r6gd"), &huge), None);
    }

    #[test]
    fn the_bound_and_the_waste_are_named() {
        let node = allocatable(instance_type("c5d.4xlarge").unwrap(), &NodeSettings::default());
        let packing = pack(&node, &daemon_sets(), &Resources::of_pod(1000, 5734));
        assert_eq!((packing.pods, packing.bound), (4, Bound::Memory));
        assert_eq!(packing.free.cpu_millis, 15890 - 180 - 4000);
        assert!((packing.cpu_waste - 74.5).abs() < 0.1, "{}", packing.cpu_waste);
        assert!((packing.memory_waste - 15.1).abs() < 0.1, "{}", packing.memory_waste);
        let tiny = pack(&node, &daemon_sets(), &Resources::of_pod(1, 1));
        assert_eq!((tiny.pods, tiny.bound), (234, Bound::Pods));
        let disk = Resources { ephemeral_bytes: 5 << 30, ..Resources::of_pod(100, 100) };
        assert_eq!(pack(&node, &daemon_sets(), &disk).bound, Bound::EphemeralStorage);
    }

    fn resources() -> impl Strategy<Value = Resources> {
        (0..20_000_u64, 0..100_000_u64, 0..1_000_000_u64, 0..300_u64).prop_map(
            |(cpu_millis, mib, ephemeral_bytes, pods)| Resources {
                pods,
                ephemeral_bytes,
                ..Resources::of_pod(cpu_millis, mib)
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_packed_fits_and_one_more_does_not(room in resources(), request in resources()) {
            let request = Resources { pods: 1, ..request };
            let fits = |count: u64| {
                let all = request.times(count);
                all.less(&room) == Resources::default()
            };
            let packing = pack(&room, &Resources::default(), &request);
            prop_assert!(fits(packing.pods) && !fits(packing.pods + 1));
            prop_assert!((0.0..=100.0).contains(&packing.cpu_waste));
            if let Some(better) = better_request(&[room], &request) {
                prop_assert!(pack(&room, &Resources::default(), &better).pods > packing.pods);
            }
        }
    }
}
