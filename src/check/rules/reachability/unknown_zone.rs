//! A zone that the region does not have.

use crate::catalog::label::ZONE;
use crate::catalog::region::{Region, region, regions};
use crate::check::bundle::{Demand, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A zone that the region does not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-zone"),
    severity: Severity::Warning,
    summary: "a pool or a pod names a zone that its region does not have",
    page: include_str!("unknown_zone.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut all: Vec<(String, Demand<'_>)> = Vec::new();
    for pool in &bundle.pools {
        let title = format!("pool `{}`", pool.name());
        all.extend(pool.demands().into_iter().map(|demand| (title.clone(), demand)));
    }
    // Where pools name zones, a pod's other zone makes it unreachable, which is said there.
    for placement in bundle.placements().iter().filter(|placement| placement.has_pool()) {
        for pod in placement.subjects(&bundle.pods) {
            let demands = pod.written_demands().into_iter();
            all.extend(demands.map(|demand| (pod.title.clone(), demand)));
        }
    }
    all.retain(|(_, demand)| demand.concerns(ZONE) && demand.operator == "In");
    let stated = bundle.context.region.as_deref().and_then(region);
    let Some(home) =
        stated.or_else(|| all.iter().find_map(|(_, it)| region_of(it.values.first()?)))
    else {
        return;
    };
    for (title, demand) in &all {
        for (index, zone) in demand.values.iter().enumerate() {
            judge(home, stated.is_some(), title, demand, (index, zone), findings);
        }
    }
}

fn judge(
    home: &Region,
    is_stated: bool,
    title: &str,
    demand: &Demand<'_>,
    (index, zone): (usize, &str),
    findings: &mut Findings,
) {
    let (message, severity) = match region_of(zone) {
        Some(other) if other.name != home.name => {
            let severity = if is_stated { Severity::Error } else { Severity::Warning };
            let whose = if is_stated { "the platform is" } else { "others are" };
            (format!("{title} names the zone `{zone}`, and {whose} in `{}`", home.name), severity)
        }
        Some(_) if home.has_zone(zone) == Some(false) => (
            format!("{title} names the zone `{zone}`, which `{}` is not known to have", home.name),
            Severity::Warning,
        ),
        _ => return,
    };
    // An entry of a selector is one value; a requirement has a list of them.
    let is_list = !demand.at.route.steps().iter().rev().nth(1).is_some_and(is_selector);
    let route = &demand.at.route;
    let route = if is_list { route.then("values").then(index) } else { route.clone() };
    findings
        .at(demand.at.artifact, &route, message)
        .severity(severity)
        .help(format!("its zones are {}", words::some(&home.zones)));
}

fn is_selector(step: &crate::source::Step) -> bool {
    let names = ["nodeSelector", "labels", "properties"];
    matches!(step, crate::source::Step::Key(key) if names.contains(&key.as_ref()))
}

/// The region whose name a zone begins with.
fn region_of(zone: &str) -> Option<&'static Region> {
    let is_within = |region: &&Region| {
        let rest = zone.strip_prefix(region.name);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'))
    };
    regions().find(is_within)
}
