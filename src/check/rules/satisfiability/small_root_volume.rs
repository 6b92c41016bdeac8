//! Shuffle on a root volume that nobody sized.

use crate::check::bundle::{Placement, Pool, Role, Spill, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::capacity;

/// Shuffle on a root volume that nobody sized.
pub const RULE: Rule = Rule {
    code: Code("small-root-volume"),
    severity: Severity::Warning,
    summary: "executors spill to the node's disk, which is the root volume in the size of the image",
    page: include_str!("small_root_volume.md"),
    check,
};

/// A disk of this size is full with the operating system, Spark's image and a few shuffles.
const SMALL: u64 = 30 << 30;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pool) in bundle.pools.iter().enumerate() {
        let Some(class) = &pool.class else { continue };
        let Some(size) = largest_disk(pool).filter(|size| *size <= SMALL) else { continue };
        let open = |placement: &&Placement| placement.landings[index].is_open();
        let pods = bundle.placements().iter().filter(open).flat_map(|it| it.pods.iter());
        let spills = |at: &&usize| {
            let pod = &bundle.pods[**at];
            pod.role == Role::Executor && bundle.spill(**at) == Spill::Node
        };
        let Some(pod) = pods.filter(|at| spills(at)).map(|at| &bundle.pods[*at]).next() else {
            continue;
        };
        let place = pod.place();
        findings
            .at(
                class.artifact,
                &route!["spec", "blockDeviceMappings"],
                format!(
                    "nodes of pool `{}` have a root volume of {}, and {} spills to it beside images and logs",
                    pool.name(),
                    words::memory(size),
                    pod.title
                ),
            )
            .related(place.artifact, &place.route, "spills to the node's disk")
            .help("size the root volume in `blockDeviceMappings`, or use instances with an instance store and `instanceStorePolicy: RAID0`");
    }
}

/// The largest disk that a node of the pool can have.
fn largest_disk(pool: &Pool<'_>) -> Option<u64> {
    pool.types.iter().map(|kind| capacity(kind, &pool.settings).ephemeral_bytes).max()
}
