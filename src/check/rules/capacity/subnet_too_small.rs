//! Pools that may grow beyond the addresses of their subnets.

use std::collections::BTreeSet;

use crate::check::bundle::{Cni, LIMITED, Needs, Pool, Subnet, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::capacity;
use crate::units::MinorVersion;

/// Pools that may grow beyond the addresses of their subnets.
pub const RULE: Rule = Rule {
    code: Code("subnet-too-small"),
    severity: Severity::Warning,
    summary: "within their limits, pools take more addresses than their subnets have",
    page: include_str!("subnet_too_small.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(subnets) = bundle.subnets().filter(|subnets| !subnets.is_empty()) else { return };
    let cni = bundle.cni();
    if cni.as_ref().is_some_and(|cni| cni.other_subnets) {
        return;
    }
    let pools: Vec<Claimant<'_>> = claimants(bundle, &subnets, cni.as_ref());
    let sets: BTreeSet<&Vec<usize>> = pools.iter().map(|it| &it.subnets).collect();
    for set in sets.into_iter().filter(|set| !set.is_empty()) {
        let inside = |it: &&Claimant<'_>| it.subnets.iter().all(|subnet| set.contains(subnet));
        let needs: Vec<&Claimant<'_>> = pools.iter().filter(inside).collect();
        let sum: u64 = needs.iter().map(|it| it.addresses).sum();
        let has: u64 = set.iter().map(|subnet| subnets[*subnet].addresses).sum();
        let Some(first) = needs.first().filter(|_| sum > has) else { continue };
        let is_limited = needs.iter().all(|it| it.is_limited);
        let when = if is_limited { "at the limits" } else { "with the largest of their jobs" };
        let names: Vec<&str> = needs.iter().map(|it| it.pool.name()).collect();
        let cidrs: Vec<&str> = set.iter().map(|subnet| subnets[*subnet].cidr.as_str()).collect();
        let (noun, verb) = if names.len() == 1 { ("pool", "takes") } else { ("pools", "take") };
        let at = &subnets[set[0]].at;
        let bound = if first.pool.is_fixed() { "replicas" } else { "limits" };
        let bound = route!["spec", bound];
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "{when} {noun} {} {verb} {sum} addresses at least, and {} have {has}",
                    words::some(&names),
                    words::some(&cidrs)
                ),
            )
            .related(first.pool.view.artifact, &bound, "the limits")
            .help("give the nodes larger subnets, for instance of a secondary block such as `100.64.0.0/16`, or lower the limits");
    }
}

/// A pool, the subnets of its nodes, and how many addresses it takes.
struct Claimant<'b> {
    pool: &'b Pool<'b>,
    subnets: Vec<usize>,
    addresses: u64,
    /// Whether that is at its limits; else it is with the largest of its jobs.
    is_limited: bool,
}

fn claimants<'b>(
    bundle: &'b Bundle<'_>,
    all: &[Subnet<'_>],
    cni: Option<&Cni>,
) -> Vec<Claimant<'b>> {
    let karpenter = bundle.context.targets.karpenter;
    let claimant = |(index, pool): (usize, &'b Pool<'b>)| {
        let subnets = pool.subnets(all)?;
        let (limited, job) = (addresses(pool, cni, karpenter), largest_job(bundle, index));
        let is_limited = limited >= job;
        Some(Claimant { pool, subnets, addresses: limited.max(job)?, is_limited })
    };
    bundle.pools.iter().enumerate().filter_map(claimant).collect()
}

/// The addresses of the largest job that runs on a pool alone and within its limits: one for each
/// pod, and a node's.
fn largest_job(bundle: &Bundle<'_>, pool: usize) -> Option<u64> {
    // Pods on the host network have the node's address.
    let has_address = |pod: usize| bundle.pods[pod].spec.host_network != Some(true);
    let is_there = |needs: &&Needs| needs.pools == [pool] && has_address(needs.size.executor);
    let pods = |needs: &Needs| {
        let executors = needs.size.executors.max.unwrap_or(needs.size.executors.initial);
        let fits = LIMITED.iter().all(|key| {
            let limit = bundle.pools[pool].limit(key);
            limit.is_none_or(|limit| needs.of_executors(key, executors) <= limit)
        });
        let driver = u64::from(needs.pools_of_driver == [pool]);
        fits.then(|| u64::from(executors) + driver + 1)
    };
    bundle.needs().iter().flatten().filter(is_there).filter_map(pods).max()
}

/// The addresses that a pool at its limits takes at least: of its types those are started that take
/// fewest for what they have. `None` for a pool without limits, or without types.
fn addresses(pool: &Pool<'_>, cni: Option<&Cni>, karpenter: MinorVersion) -> Option<u64> {
    let of = |kind| cni.map_or(2, |cni| cni.addresses(kind));
    let all = || pool.types.iter().map(|kind| (of(kind), capacity(kind, &pool.settings)));
    let within = |limit: u64, each: fn(&crate::sizing::Resources) -> u64| {
        let needs = all()
            .map(|(addresses, has)| u128::from(limit / each(&has).max(1)) * u128::from(addresses));
        needs.min().and_then(|needs| u64::try_from(needs).ok())
    };
    let by_cpu = pool.limit("cpu").and_then(|limit| within(limit, |has| has.cpu_millis));
    let by_memory = pool.limit("memory").and_then(|limit| within(limit, |has| has.memory_bytes));
    let by_nodes = pool.most_nodes(karpenter).and_then(|(nodes, _)| within(nodes, |_| 1));
    [by_cpu, by_memory, by_nodes].into_iter().flatten().min()
}
