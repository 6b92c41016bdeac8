//! Spot capacity of too few instance types.

use crate::catalog::label::CAPACITY_TYPE;
use crate::check::bundle::{Landing, Placement, Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Spot capacity of too few instance types.
pub const RULE: Rule = Rule {
    code: Code("few-types-on-spot"),
    severity: Severity::Warning,
    summary: "nodes are bought as spot alone, and fewer than five instance types are left to choose from",
    page: include_str!("few_types_on_spot.md"),
    check,
};

/// Below this, Karpenter itself warns that spot is not flexible.
const FLEXIBLE: usize = 5;
/// What replacing spot by cheaper spot needs.
const FOR_CONSOLIDATION: usize = 15;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| !pool.types.is_empty()) {
        if pool.buys("spot") && !pool.buys("on-demand") && !pool.buys("reserved") {
            judge(bundle, pool, findings);
        }
    }
    for placement in bundle.placements() {
        insisting_pods(bundle, placement, findings);
    }
}

fn judge(bundle: &Bundle<'_>, pool: &Pool<'_>, findings: &mut Findings) {
    let count = pool.types.len();
    let replaces =
        bundle.controller.has("SpotToSpotConsolidation", bundle.context.targets.karpenter)
            == Some(true);
    let types: Vec<&str> = pool.types.iter().map(|kind| kind.name).collect();
    let demands = pool.demands();
    let place = demands.iter().find(|demand| demand.concerns(CAPACITY_TYPE));
    let requirements = route!["spec", "template", "spec", "requirements"];
    let at = place.map_or(&requirements, |demand| &demand.at.route);
    if count < FLEXIBLE {
        let message = format!(
            "pool `{}` buys spot alone, and has {} to choose from: {}",
            pool.name(),
            words::counted(count as u64, "instance type"),
            words::some(&types)
        );
        findings.at(pool.view.artifact, at, message).help(
            "admit more families or sizes, or add `on-demand` to stand in when EC2 has no spot capacity",
        );
    } else if count < FOR_CONSOLIDATION && replaces && pool.drains_busy_nodes() {
        let message = format!(
            "pool `{}` has {count} instance types: to replace spot by cheaper spot, Karpenter wants {FOR_CONSOLIDATION}",
            pool.name()
        );
        let finding = findings.at(pool.view.artifact, at, message);
        finding.severity(Severity::Note).help("admit more families or sizes");
    }
}

/// Pods that demand spot of pools which would have on-demand capacity as well.
fn insisting_pods(bundle: &Bundle<'_>, placement: &Placement, findings: &mut Findings) {
    let open: Vec<(&Pool<'_>, &Landing)> = placement.open(&bundle.pools).collect();
    let insists = |(pool, landing): &(&Pool<'_>, &Landing)| {
        landing.spot && !landing.on_demand && pool.buys("on-demand")
    };
    if open.is_empty() || !open.iter().all(insists) {
        return;
    }
    let count = open.iter().map(|(_, landing)| landing.types.len()).sum::<usize>();
    if count == 0 || count >= FLEXIBLE {
        return;
    }
    for pod in placement.subjects(&bundle.pods) {
        let at = pod.place_of(CAPACITY_TYPE);
        let message = format!(
            "{} insists on spot, and has {} to choose from",
            pod.title,
            words::counted(count as u64, "instance type")
        );
        findings
            .at(at.artifact, &at.route, message)
            .help("admit more families or sizes to the pool, or let the pod run on demand as well");
    }
}
