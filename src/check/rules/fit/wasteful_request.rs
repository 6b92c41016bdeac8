//! Executors that leave much of every node unused, for want of a little.

use std::collections::BTreeMap;

use crate::check::bundle::{Job, Placement, Pod, Role, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{MIB, Resources, better_request, pack};

/// Executors that leave much of every node unused, for want of a little.
pub const RULE: Rule = Rule {
    code: Code("wasteful-request"),
    severity: Severity::Note,
    summary: "a slightly smaller request would pack one executor more on every instance type of the pool",
    page: include_str!("wasteful_request.md"),
    check,
};

/// The most that a suggestion may take away, in per cent.
const LITTLE: u64 = 10;
/// What it must gain in executors, over one node of each type, in per cent.
const MUCH: u64 = 25;
/// Fewer executors than this are not worth a word.
const MANY: u32 = 4;

/// A better request, and how many executors fit over one node of each type now and then.
type Better = Option<(Resources, u64, u64)>;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let mut known: BTreeMap<Resources, Better> = BTreeMap::new();
        for pod in placement.pods.iter().map(|index| &bundle.pods[*index]) {
            let job = bundle.job_of(pod).filter(|job| pod.role == Role::Executor && is_large(job));
            let Some((job, request)) = job.zip(pod.request(&bundle.jobs)) else { continue };
            let request = request.total;
            let better = known.entry(request);
            let better = better.or_insert_with(|| better_than(bundle, placement, &request));
            if let Some((better, now, then)) = better {
                report(job, pod, &request, better, (*now, *then), findings);
            }
        }
    }
}

fn is_large(job: &Job<'_>) -> bool {
    job.executors().is_some_and(|executors| executors.max.is_none_or(|most| most >= MANY))
}

/// The request that packs one more everywhere; `None` where it is no small change or no large gain.
fn better_than(bundle: &Bundle<'_>, placement: &Placement, request: &Resources) -> Better {
    let mut rooms = Vec::new();
    for (pool, landing) in placement.open(&bundle.pools) {
        for kind in landing.types.iter() {
            rooms.push(pool.room(kind, bundle.context)?);
        }
    }
    let better = better_request(&rooms, request)?;
    let count = |request: &Resources| -> u64 {
        rooms.iter().map(|room| pack(room, &Resources::default(), request).pods).sum()
    };
    let (now, then) = (count(request), count(&better));
    let is_little = |now: u64, then: u64| now.saturating_sub(then) * 100 <= now * LITTLE;
    let is_small = is_little(request.cpu_millis, better.cpu_millis)
        && is_little(request.memory_bytes, better.memory_bytes);
    let is_worth = now > 0 && (then - now) * 100 >= now * MUCH;
    (is_worth && is_small).then_some((better, now, then))
}

fn report(
    job: &Job<'_>,
    pod: &Pod<'_>,
    request: &Resources,
    better: &Resources,
    (now, then): (u64, u64),
    findings: &mut Findings,
) {
    let keys = ["spark.kubernetes.executor.request.cores", "spark.executor.cores"];
    let setting = keys.iter().find_map(|key| job.conf.setting(key));
    let of =
        |route: &crate::source::Route| Written { artifact: job.artifact, route: route.clone() };
    let at = setting.map_or_else(|| pod.place(), |setting| of(&setting.route));
    let said = |it: &Resources| {
        format!("{} and {}", words::cpu(it.cpu_millis), words::memory(it.memory_bytes))
    };
    let message = format!(
        "{} asks for {}, and {now} fit on one node of each type; with {} it would be {then}",
        pod.title,
        said(request),
        said(better)
    );
    findings.at(at.artifact, &at.route, message).help(help(request, better));
}

fn help(now: &Resources, better: &Resources) -> String {
    let mut ways = Vec::new();
    if better.cpu_millis < now.cpu_millis {
        ways.push(format!(
            "set `spark.kubernetes.executor.request.cores` to `{}m`, which leaves the number of tasks as it is",
            better.cpu_millis
        ));
    }
    if better.memory_bytes < now.memory_bytes {
        let less = (now.memory_bytes - better.memory_bytes).div_ceil(MIB);
        ways.push(format!("take {less} MiB from memory and overhead"));
    }
    ways.join(", and ")
}
