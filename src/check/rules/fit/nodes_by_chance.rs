//! A pod fits on some of the nodes that a pool of fixed size may have, and not on all.

use crate::catalog::instance::InstanceType;
use crate::check::bundle::{Landing, Placement, Pod, Pool};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{Resources, pack};

/// A pod fits on some of the nodes that a pool of fixed size may have, and not on all.
pub const RULE: Rule = Rule {
    code: Code("nodes-by-chance"),
    severity: Severity::Warning,
    summary: "a pod fits on some instance types of a pool of fixed size, whose nodes are made without a look at pods",
    page: include_str!("nodes_by_chance.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let open: Vec<(&Pool<'_>, &Landing)> = placement.open(&bundle.pools).collect();
        let is_judged = !open.is_empty()
            && open.iter().all(|(pool, _)| pool.is_fixed())
            && placement.has_known_types(&bundle.pools)
            && !placement.may_be_elsewhere(bundle);
        if !is_judged {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            judge(bundle, placement, pod, findings);
        }
    }
}

fn judge(bundle: &Bundle<'_>, placement: &Placement, pod: &Pod<'_>, findings: &mut Findings) {
    let Some(request) = pod.request(&bundle.jobs).map(|request| request.total) else { return };
    let open = || placement.open(&bundle.pools);
    let fits = |(pool, landing): (&Pool<'_>, &Landing), kind: &InstanceType| {
        landing.types.contains(kind.name) && has_room(bundle, pool, kind, &request)
    };
    if open().any(|(pool, landing)| smallest(pool).is_none_or(|kind| fits((pool, landing), kind))) {
        return;
    }
    let found = open().find_map(|(pool, landing)| {
        let kind = landing.types.iter().find(|kind| fits((pool, landing), kind))?;
        Some((pool, kind, smallest(pool)?))
    });
    let Some((pool, kind, small)) = found else { return };
    let at = pod.place();
    findings
        .at(
            at.artifact,
            &at.route,
            format!(
                "{} goes on `{}` of pool `{}` and not on `{}`, and Karpenter makes the nodes of a pool of fixed size without a look at pods, the cheapest first",
                pod.title,
                kind.name,
                pool.name(),
                small.name
            ),
        )
        .help("let the pool have only types that its pods go on, or leave `replicas` out: then nodes are made for pods")
        .related(pool.view.artifact, &route!["spec", "replicas"], "the pool");
}

/// The type that the pool most likely starts with.
fn smallest(pool: &Pool<'_>) -> Option<&'static InstanceType> {
    pool.types.iter().min_by_key(|kind| (kind.vcpus, kind.memory_mib, kind.name))
}

/// Whether the pod may fit, real nodes having a little more memory than Karpenter reckons with.
fn has_room(
    bundle: &Bundle<'_>,
    pool: &Pool<'_>,
    kind: &InstanceType,
    request: &Resources,
) -> bool {
    let room = pool.most_room(kind, bundle.context);
    let generous = Resources { memory_bytes: room.memory_bytes / 100 * 109, ..room };
    pack(&generous, &Resources::default(), request).pods > 0
}
