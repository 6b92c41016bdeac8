//! Pools that may grow beyond the addresses of their subnets.

use std::collections::BTreeSet;

use crate::check::bundle::{Cni, Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::capacity;

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
    let with_subnets = bundle.pools.iter().filter_map(|pool| Some((pool, pool.subnets(&subnets)?)));
    let pools: Vec<(&Pool<'_>, Vec<usize>)> = with_subnets.collect();
    let sets: BTreeSet<&Vec<usize>> = pools.iter().map(|(_, taken)| taken).collect();
    for set in sets.into_iter().filter(|set| !set.is_empty()) {
        let inside = |taken: &[usize]| taken.iter().all(|subnet| set.contains(subnet));
        let within = pools.iter().filter(|(_, taken)| inside(taken)).map(|(pool, _)| *pool);
        let needs = within.filter_map(|pool| Some((pool, addresses(pool, cni.as_ref())?)));
        let needs: Vec<(&Pool<'_>, u64)> = needs.collect();
        let sum: u64 = needs.iter().map(|(_, addresses)| addresses).sum();
        let has: u64 = set.iter().map(|subnet| subnets[*subnet].addresses).sum();
        let Some((first, _)) = needs.first().filter(|_| sum > has) else { continue };
        let names: Vec<&str> = needs.iter().map(|(pool, _)| pool.name()).collect();
        let cidrs: Vec<&str> = set.iter().map(|subnet| subnets[*subnet].cidr.as_str()).collect();
        let (noun, verb) = if names.len() == 1 { ("pool", "takes") } else { ("pools", "take") };
        let at = &subnets[set[0]].at;
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "at the limits {noun} {} {verb} {sum} addresses at least, and {} have {has}",
                    words::some(&names),
                    words::some(&cidrs)
                ),
            )
            .related(first.view.artifact, &route!["spec", "limits"], "the limits")
            .help("give the nodes larger subnets, for instance of a secondary block such as `100.64.0.0/16`, or lower the limits");
    }
}

/// The addresses that a pool at its limits takes at least: of its types those are started that take
/// fewest for what they have. `None` for a pool without limits, or without types.
fn addresses(pool: &Pool<'_>, cni: Option<&Cni>) -> Option<u64> {
    let of = |kind| cni.map_or(2, |cni| cni.addresses(kind));
    let all = || pool.types.iter().map(|kind| (of(kind), capacity(kind, &pool.settings)));
    let within = |limit: u64, each: fn(&crate::sizing::Resources) -> u64| {
        let needs = all()
            .map(|(addresses, has)| u128::from(limit / each(&has).max(1)) * u128::from(addresses));
        needs.min().and_then(|needs| u64::try_from(needs).ok())
    };
    let by_cpu = pool.limit("cpu").and_then(|limit| within(limit, |has| has.cpu_millis));
    let by_memory = pool.limit("memory").and_then(|limit| within(limit, |has| has.memory_bytes));
    let by_nodes = pool.limit("nodes").and_then(|limit| within(limit, |_| 1));
    [by_cpu, by_memory, by_nodes].into_iter().flatten().min()
}
