//! A pod asks for more than any instance of its pools has.

use std::collections::BTreeMap;

use crate::catalog::instance::InstanceType;
use crate::check::bundle::{Placement, Pod, Pool, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{Bound, Resources};

/// A pod asks for more than any instance of its pools has.
pub const RULE: Rule = Rule {
    code: Code("pod-does-not-fit"),
    severity: Severity::Error,
    summary: "a pod asks for more than any instance type has left for pods, and stays Pending",
    page: include_str!("pod_does_not_fit.md"),
    check,
};

/// By how many times a real node may have more memory than Karpenter reckons with before it has
/// seen one: with the controller's settings before us a little, and otherwise all that the hypervisor
/// is taken to have.
const CAUTION: f64 = 1.03;
const CAUTION_WITHOUT_SETTINGS: f64 = 1.085;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let is_judged = placement.has_pool()
            && placement.has_known_types(&bundle.pools)
            && !placement.may_be_elsewhere(bundle);
        if !is_judged {
            continue;
        }
        let mut known: BTreeMap<Resources, Option<Shortage<'_>>> = BTreeMap::new();
        for pod in placement.pods.iter().map(|index| &bundle.pods[*index]) {
            let Some(request) = pod.request(&bundle.jobs).map(|request| request.total) else {
                continue;
            };
            let shortage = known.entry(request);
            let shortage = shortage.or_insert_with(|| shortage_of(bundle, placement, &request));
            if let Some(shortage) = shortage {
                report(bundle, pod, &request, shortage, findings);
            }
        }
    }
}

/// What the type that comes nearest lacks.
struct Shortage<'b> {
    pool: &'b Pool<'b>,
    kind: &'static InstanceType,
    room: Resources,
    what: Bound,
    /// Whether a real node may have room after all.
    perhaps: bool,
    /// How many times as much is asked for as is there.
    ratio: f64,
}

/// Why a request fits on no type; `None` if it fits on one, or there is none to judge by.
fn shortage_of<'b>(
    bundle: &'b Bundle<'_>,
    placement: &'b Placement,
    request: &Resources,
) -> Option<Shortage<'b>> {
    let has_settings = bundle.controller.is_known();
    let caution = if has_settings { CAUTION } else { CAUTION_WITHOUT_SETTINGS };
    let mut nearest: Option<Shortage<'b>> = None;
    for (pool, landing) in placement.open(&bundle.pools) {
        for kind in landing.types.iter() {
            let room = pool.most_room(kind, bundle.context);
            let [(what, ratio), (_, second)] = worst(&room, request);
            if ratio <= 1.0 {
                return None;
            }
            let perhaps = what == Bound::Memory && ratio <= caution && second <= 1.0;
            let found = Shortage { pool, kind, room, what, perhaps, ratio };
            let is_nearer = |known: &Shortage<'_>| {
                (found.perhaps, -found.ratio) > (known.perhaps, -known.ratio)
            };
            if nearest.as_ref().is_none_or(is_nearer) {
                nearest = Some(found);
            }
        }
    }
    nearest
}

/// The two resources that a request exceeds most, and how many times each is asked for.
#[expect(clippy::cast_precision_loss, reason = "a ratio for comparison")]
fn worst(room: &Resources, request: &Resources) -> [(Bound, f64); 2] {
    let ratio = |has: u64, wants: u64| {
        if wants == 0 { 0.0 } else { wants as f64 / (has as f64).max(0.5) }
    };
    let mut all = [
        (Bound::Cpu, ratio(room.cpu_millis, request.cpu_millis)),
        (Bound::Memory, ratio(room.memory_bytes, request.memory_bytes)),
        (Bound::EphemeralStorage, ratio(room.ephemeral_bytes, request.ephemeral_bytes)),
        (Bound::Pods, ratio(room.pods, request.pods)),
    ];
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    [all[0], all[1]]
}

fn report(
    bundle: &Bundle<'_>,
    pod: &Pod<'_>,
    request: &Resources,
    shortage: &Shortage<'_>,
    findings: &mut Findings,
) {
    let Shortage { pool, kind, room, what, perhaps, .. } = shortage;
    let surely = if *perhaps { ", as Karpenter reckons before it has seen one" } else { "" };
    let daemons = pool.count_of_daemons(kind);
    let beside = words::counted(daemons, "DaemonSet");
    let beside = if daemons > 0 { format!(" beside {beside}") } else { String::new() };
    let at = place(bundle, pod, *what, request);
    findings
        .at(
            at.artifact,
            &at.route,
            format!(
                "{} asks for {}, and `{}`, which comes nearest in pool `{}`, has {} for pods{beside}{surely}",
                pod.title,
                amount(*what, request),
                kind.name,
                pool.name(),
                amount(*what, room)
            ),
        )
        .severity(if *perhaps { Severity::Warning } else { Severity::Error })
        .help("let it ask for less, or let the pool have larger instances; `emrgen fit` shows what fits where; in a spec: `cores` and `memory` of the job's pods, `instances` of the pool");
}

/// How much of a resource there is, in words.
fn amount(what: Bound, resources: &Resources) -> String {
    match what {
        Bound::Cpu => words::cpu(resources.cpu_millis),
        Bound::Memory => format!("{} of memory", words::memory(resources.memory_bytes)),
        Bound::EphemeralStorage => {
            format!("{} of ephemeral storage", words::memory(resources.ephemeral_bytes))
        }
        Bound::Pods => words::counted(resources.pods, "place"),
    }
}

/// Where a pod's request is said.
fn place<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, what: Bound, request: &Resources) -> Written<'a> {
    let amount = |of: &Resources| match what {
        Bound::Cpu => of.cpu_millis,
        Bound::Memory => of.memory_bytes,
        Bound::EphemeralStorage => of.ephemeral_bytes,
        Bound::Pods => 0,
    };
    if let Some(index) = pod.init_that_asks(amount(request), amount) {
        let route = pod.at.then("initContainers").then(index);
        return Written { artifact: pod.artifact, route };
    }
    let own = || {
        let job = bundle.job_of(pod)?;
        let word = pod.role.spark()?.word();
        let keys = match what {
            Bound::Cpu => {
                [format!("spark.kubernetes.{word}.request.cores"), format!("spark.{word}.cores")]
            }
            Bound::Memory => {
                [format!("spark.{word}.memory"), format!("spark.{word}.memoryOverhead")]
            }
            Bound::EphemeralStorage | Bound::Pods => return None,
        };
        let setting = keys.iter().find_map(|key| job.conf.setting(key))?;
        Some(Written { artifact: job.artifact, route: setting.route.clone() })
    };
    own().unwrap_or_else(|| pod.place())
}
