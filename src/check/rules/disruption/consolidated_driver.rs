//! Consolidation may take a driver's node away.

use crate::check::bundle::disruption::Protection;
use crate::check::bundle::{Pod, Pool, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Consolidation may take a driver's node away.
pub const RULE: Rule = Rule {
    code: Code("consolidated-driver"),
    severity: Severity::Error,
    summary: "consolidation may drain the node of a driver, which ends the job",
    page: include_str!("consolidated_driver.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for (index, pod) in bundle.pods.iter().enumerate() {
        if pod.role != Role::Driver || pod.is_protected(karpenter) {
            continue;
        }
        // What is written and has no effect, another rule reports.
        if pod.protection(karpenter) == Protection::Void {
            continue;
        }
        let placement = bundle.placement(index);
        let open: Vec<&Pool<'_>> = placement.open(&bundle.pools).map(|(pool, _)| pool).collect();
        let unsafe_pools: Vec<&Pool<'_>> =
            open.iter().copied().filter(|pool| pool.consolidates_underused()).collect();
        if unsafe_pools.is_empty() {
            continue;
        }
        let is_certain = unsafe_pools.len() == open.len() && !placement.suits_foreign_nodes();
        report(findings, pod, &unsafe_pools, is_certain);
    }
}

fn report(findings: &mut Findings, pod: &Pod<'_>, pools: &[&Pool<'_>], is_certain: bool) {
    let names = words::both(pools.iter().map(|pool| pool.name()));
    let noun = if pools.len() == 1 { "pool" } else { "pools" };
    let finding = findings
        .at(
            pod.artifact,
            &pod.at,
            format!("{} ends when Karpenter consolidates its node: {noun} {names} moves pods off underused nodes", pod.title),
        )
        .help("annotate the driver with `karpenter.sh/do-not-disrupt: \"true\"`, or let the pool consolidate `WhenEmpty`")
        .related(pools[0].view.artifact, &route!["spec", "disruption"], "consolidation of the pool");
    if !is_certain {
        finding.severity(Severity::Warning);
    }
}
