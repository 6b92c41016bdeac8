//! A zone that the region does not have.

use crate::catalog::label::{REGION, ZONE, ZONE_ID, normalize};
use crate::catalog::region::{Region, region, region_of_id, region_of_zone};
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
    let all = named(bundle);
    let stated = bundle.context.region.as_deref().and_then(region);
    let here = || all.iter().filter(|(_, _, must_be_here)| *must_be_here);
    let of_others = || here().find_map(|(_, it, _)| region_of_zone(it.values.first()?));
    let Some(home) = stated.or_else(of_others) else { return };
    let home = Home { region: home, is_stated: stated.is_some() };
    for (title, demand, must_be_here) in &all {
        for (index, value) in demand.values.iter().enumerate() {
            let fault = home.fault(normalize(&demand.key), value);
            if let Some(fault) = fault.filter(|fault| *must_be_here || !fault.is_elsewhere) {
                report(title, demand, (index, value), fault, findings);
            }
        }
    }
}

/// Who names zones and regions, where, and whether these have to be the platform's: what is
/// elsewhere may be shut out, and an overlay may be meant for another cluster.
fn named<'a>(bundle: &Bundle<'a>) -> Vec<(String, Demand<'a>, bool)> {
    let mut all: Vec<(String, Demand<'a>, bool)> = Vec::new();
    for pool in &bundle.pools {
        let title = format!("pool `{}`", pool.name());
        all.extend(pool.demands().into_iter().map(|demand| (title.clone(), demand, true)));
    }
    for overlay in bundle.overlays() {
        let title = format!("overlay `{}`", overlay.name());
        all.extend(overlay.demands().into_iter().map(|demand| (title.clone(), demand, false)));
    }
    // Where pools name zones, a pod's other zone makes it unreachable, which is said there.
    let has_home = |placement: &&Placement| placement.has_pool() || bundle.pools.is_empty();
    for placement in bundle.placements().iter().filter(has_home) {
        for pod in placement.subjects(&bundle.pods) {
            let demands = pod.written_demands().into_iter();
            all.extend(demands.map(|demand| (pod.title.clone(), demand, true)));
        }
    }
    let is_zone = |it: &Demand<'_>| [ZONE, ZONE_ID, REGION].iter().any(|key| it.concerns(key));
    all.retain(|(_, demand, _)| is_zone(demand));
    all.iter_mut().for_each(|(_, demand, must_be_here)| *must_be_here &= demand.operator == "In");
    all
}

/// The region in which the nodes are, and whether someone said so.
struct Home {
    region: &'static Region,
    is_stated: bool,
}

/// What is wrong with a zone.
struct Fault {
    what: String,
    severity: Severity,
    help: String,
    /// Whether there is such a zone, in another region.
    is_elsewhere: bool,
}

impl Fault {
    /// A zone that there is not.
    fn nowhere(what: String, help: String) -> Self {
        Self { what, severity: Severity::Warning, help, is_elsewhere: false }
    }
}

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
        match region_of_zone(zone) {
            Some(other) if other.name != self.region.name => {
                Some(self.elsewhere("zone", zone, &help))
            }
            Some(_) if self.region.has_zone(zone) == Some(false) => Some(self.unknown(zone, help)),
            None if region_of_id(zone).is_some() => {
                let what = format!("names the zone `{zone}`, which is an id and no name");
                Some(Fault::nowhere(what, format!("write `{ZONE_ID}`, or a name; {help}")))
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
            None if region_of_zone(id).is_some() => {
                let what = format!("names the zone `{id}`, which is a name and no id");
                Some(Fault::nowhere(what, format!("write `{ZONE}`, or an id; {help}")))
            }
            // The ids of local zones are in no list.
            None => None,
        }
    }

    fn elsewhere(&self, noun: &str, value: &str, help: &str) -> Fault {
        let severity = if self.is_stated { Severity::Error } else { Severity::Warning };
        let whose = if self.is_stated { "the platform is" } else { "others are" };
        let what = format!("names the {noun} `{value}`, and {whose} in `{}`", self.region.name);
        Fault { what, severity, help: help.to_owned(), is_elsewhere: true }
    }

    fn unknown(&self, zone: &str, help: String) -> Fault {
        let region = self.region.name;
        let what = format!("names the zone `{zone}`, which `{region}` is not known to have");
        Fault::nowhere(what, help)
    }
}

fn report(
    title: &str,
    demand: &Demand<'_>,
    (index, value): (usize, &str),
    fault: Fault,
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
        .at(demand.at.artifact, &route, format!("{title} {}", fault.what))
        .severity(fault.severity)
        .help(fault.help);
}

fn is_selector(step: &crate::source::Step) -> bool {
    let names = ["nodeSelector", "labels", "properties"];
    matches!(step, crate::source::Step::Key(key) if names.contains(&key.as_ref()))
}
