//! A zone that the region does not have.

use crate::catalog::label::{REGION, ZONE, ZONE_ID, normalize};
use crate::catalog::region::{Region, region, regions};
use crate::check::bundle::{Demand, Placement, variable, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A zone that the region does not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-zone"),
    severity: Severity::Warning,
    summary: "a pool or a pod names a zone or a region that the platform is not in",
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
    let has_home = |placement: &&Placement| placement.has_pool() || bundle.pools.is_empty();
    for placement in bundle.placements().iter().filter(has_home) {
        for pod in placement.subjects(&bundle.pods) {
            let demands = pod.written_demands().into_iter();
            all.extend(demands.map(|demand| (pod.title.clone(), demand)));
        }
    }
    let is_zone = |it: &Demand<'_>| [ZONE, ZONE_ID, REGION].iter().any(|key| it.concerns(key));
    all.retain(|(_, demand)| demand.operator == "In" && is_zone(demand));
    let stated = bundle.context.region.as_deref().and_then(region);
    let of_others = || all.iter().find_map(|(_, it)| region_of(it.values.first()?));
    let Some(home) = stated.or_else(of_others) else { return };
    let home = Home { region: home, is_stated: stated.is_some() };
    for (title, demand) in &all {
        for (index, value) in demand.values.iter().enumerate() {
            if let Some(fault) = home.fault(normalize(&demand.key), value) {
                report(title, demand, (index, value), fault, findings);
            }
        }
    }
}

/// The region in which the nodes are, and whether someone said so.
struct Home {
    region: &'static Region,
    is_stated: bool,
}

/// What is wrong with a zone, how bad that is, and what to do.
type Fault = (String, Severity, String);

impl Home {
    fn fault(&self, key: &str, value: &str) -> Option<Fault> {
        match key {
            REGION => {
                (value != self.region.name).then(|| self.elsewhere("region", value, "leave it out"))
            }
            ZONE_ID => self.fault_of_id(value),
            _ => self.fault_of_name(value),
        }
    }

    fn fault_of_name(&self, zone: &str) -> Option<Fault> {
        let names = &self.region.zones;
        let help = format!("its zones are {}", words::some(names));
        match region_of(zone) {
            Some(other) if other.name != self.region.name => {
                Some(self.elsewhere("zone", zone, &help))
            }
            Some(_) if self.region.has_zone(zone) == Some(false) => Some(self.unknown(zone, help)),
            None if region_of_id(zone).is_some() => {
                let what = format!("names the zone `{zone}`, which is an id and no name");
                let help = format!("write `{ZONE_ID}`, or a name; {help}");
                Some((what, Severity::Warning, help))
            }
            _ => None,
        }
    }

    fn fault_of_id(&self, id: &str) -> Option<Fault> {
        let ids = &self.region.zone_ids;
        let help = format!("the ids of its zones are {}", words::some(ids));
        match region_of_id(id) {
            Some(other) if other.name == self.region.name => None,
            Some(_) => Some(self.elsewhere("zone", id, &help)),
            None if region_of(id).is_some() => {
                let what = format!("names the zone `{id}`, which is a name and no id");
                Some((what, Severity::Warning, format!("write `{ZONE}`, or an id; {help}")))
            }
            // The ids of local zones are in no list.
            None => None,
        }
    }

    fn elsewhere(&self, noun: &str, value: &str, help: &str) -> Fault {
        let severity = if self.is_stated { Severity::Error } else { Severity::Warning };
        let whose = if self.is_stated { "the platform is" } else { "others are" };
        let what = format!("names the {noun} `{value}`, and {whose} in `{}`", self.region.name);
        (what, severity, help.to_owned())
    }

    fn unknown(&self, zone: &str, help: String) -> Fault {
        let region = self.region.name;
        let what = format!("names the zone `{zone}`, which `{region}` is not known to have");
        (what, Severity::Warning, help)
    }
}

fn report(
    title: &str,
    demand: &Demand<'_>,
    (index, value): (usize, &str),
    (what, severity, help): Fault,
    findings: &mut Findings,
) {
    if variable(value).is_some() {
        return;
    }
    // An entry of a selector is one value; a requirement has a list of them.
    let is_list = !demand.at.route.steps().iter().rev().nth(1).is_some_and(is_selector);
    let route = &demand.at.route;
    let route = if is_list { route.then("values").then(index) } else { route.clone() };
    findings
        .at(demand.at.artifact, &route, format!("{title} {what}"))
        .severity(severity)
        .help(help);
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

/// The region that has a zone of this id.
fn region_of_id(id: &str) -> Option<&'static Region> {
    regions().find(|region| region.zone_ids.contains(&id))
}
