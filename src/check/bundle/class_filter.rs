//! The instance types that a node class rules out, whatever the requirements of its pools.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::node_class::{family, tracks_connections};
use super::{terraform, words};
use crate::artifact::Artifact;
use crate::artifact::karpenter::EC2NodeClass;
use crate::catalog::instance::InstanceSet;
use crate::sizing::launchable;

/// What one field of a node class rules out.
#[derive(Clone, Debug)]
pub struct ClassFilter {
    /// The field of the class's `spec`.
    pub field: &'static str,
    /// The types that are left.
    pub types: InstanceSet,
    /// What none of the others does, before the name of the class.
    pub verb: &'static str,
    /// Which types those are.
    pub why: String,
}

/// The filters of a class, in the order of Karpenter's. Of placement groups those are known that
/// Terraform makes to put instances close together.
#[must_use]
pub fn filters(class: &EC2NodeClass, close_groups: &BTreeSet<&str>) -> Vec<ClassFilter> {
    let mut all = vec![images(class)];
    all.extend(placement(class, close_groups));
    all.extend(interfaces(class));
    all.extend(tracks_connections(class).then(connections));
    all.extend(runs_virtual_machines(class).then(nesting));
    all
}

fn images(class: &EC2NodeClass) -> ClassFilter {
    ClassFilter {
        field: "amiSelectorTerms",
        types: launchable(family(class).unwrap_or_default()),
        verb: "starts from the images of",
        why: "Amazon Linux 2023 does not start on a1, and Windows starts on x86 alone".to_owned(),
    }
}

/// The names of the placement groups that put instances close together.
pub fn close_groups(artifacts: &[Artifact]) -> BTreeSet<&str> {
    let groups = terraform::resources(artifacts, "aws_placement_group");
    let close = groups.filter(|group| group.text("strategy") == Some("cluster"));
    close.filter_map(|group| group.text("name")).collect()
}

fn placement(class: &EC2NodeClass, close_groups: &BTreeSet<&str>) -> Option<ClassFilter> {
    let name = class.spec.rest.get("placementGroupSelector")?.get("name")?.as_str()?;
    close_groups.contains(name).then(|| ClassFilter {
        field: "placementGroupSelector",
        types: InstanceSet::of(|kind| kind.clusters),
        verb: "can be in the placement group of",
        why: format!("`{name}` puts instances close together, which EC2 does not do with burstable and some old types"),
    })
}

/// Karpenter knows who heeds the time-outs by the hypervisor, which bare metal does not have.
fn connections() -> ClassFilter {
    ClassFilter {
        field: "connectionTracking",
        types: InstanceSet::of(|kind| kind.hypervisor == "nitro"),
        verb: "heeds the time-outs of connections of",
        why: "only virtual machines on Nitro heed `connectionTracking`: no bare metal, and nothing as old as m4 and r4".to_owned(),
    }
}

/// Karpenter leaves out the types that lack a card, a device of a card, or interfaces for EFA.
fn interfaces(class: &EC2NodeClass) -> Vec<ClassFilter> {
    let all = class.spec.rest.get("networkInterfaces").and_then(Value::as_array);
    let all = all.map_or(&[][..], Vec::as_slice);
    let number = |it: &Value, key: &str| it.get(key).and_then(Value::as_u64);
    let mut highest: BTreeMap<u64, u64> = BTreeMap::new();
    for it in all {
        let pair = number(it, "networkCardIndex").zip(number(it, "deviceIndex"));
        let Some((card, device)) = pair else { continue };
        let known = highest.entry(card).or_default();
        *known = device.max(*known);
    }
    let mut filters: Vec<ClassFilter> =
        highest.into_iter().map(|(card, device)| on_card(card, device)).collect();
    let efa = all.iter().filter(|it| it["interfaceType"] == "efa-only").count() as u64;
    filters.extend((efa > 0).then(|| with_efa(efa)));
    filters
}

fn on_card(card: u64, device: u64) -> ClassFilter {
    let place = if card == 0 { "the first card".to_owned() } else { format!("card {card}") };
    let has_more = "and few types have more than one network card";
    of_interfaces(
        InstanceSet::of(|kind| kind.ena && kind.enis_of_card(card) > device),
        format!(
            "device {device} of {place} needs a type that takes {} there{}",
            words::counted(device + 1, "interface"),
            if card == 0 { String::new() } else { format!(", {has_more}") }
        ),
    )
}

fn with_efa(count: u64) -> ClassFilter {
    of_interfaces(
        InstanceSet::of(|kind| u64::from(kind.efa) >= count),
        format!(
            "it has {} for EFA alone, of which only the larger sizes of some families have so many",
            words::counted(count, "interface")
        ),
    )
}

fn of_interfaces(types: InstanceSet, why: String) -> ClassFilter {
    ClassFilter { field: "networkInterfaces", types, verb: "has the network interfaces of", why }
}

/// Virtual machines on a node need a processor that lends them its own support.
fn nesting() -> ClassFilter {
    ClassFilter {
        field: "cpuOptions",
        types: InstanceSet::of(|kind| kind.nests),
        verb: "can run the virtual machines of",
        why: "virtual machines run on Intel's of the seventh generation and later, bare metal aside: `m7i`, `c8i`, `r8i`".to_owned(),
    }
}

fn runs_virtual_machines(class: &EC2NodeClass) -> bool {
    let options = class.spec.rest.get("cpuOptions");
    options.is_some_and(|options| options["nestedVirtualization"] == "enabled")
}
