//! The instance types that a node class rules out, whatever the requirements of its pools.

use serde_json::Value;

use super::node_class::{family, tracks_connections};
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

/// The filters of a class, in the order of Karpenter's.
#[must_use]
pub fn filters(class: &EC2NodeClass) -> Vec<ClassFilter> {
    let mut all = vec![images(class)];
    all.extend(interfaces(class));
    all.extend(tracks_connections(class).then(connections));
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

/// Karpenter knows who heeds the time-outs by the hypervisor, which bare metal does not have.
fn connections() -> ClassFilter {
    ClassFilter {
        field: "connectionTracking",
        types: InstanceSet::of(|kind| kind.hypervisor == "nitro"),
        verb: "heeds the time-outs of connections of",
        why: "only virtual machines on Nitro heed `connectionTracking`: no bare metal, and nothing as old as m4 and r4".to_owned(),
    }
}

/// Of the first network card it is known how many interfaces it takes.
fn interfaces(class: &EC2NodeClass) -> Option<ClassFilter> {
    let all = class.spec.rest.get("networkInterfaces")?.as_array()?;
    let number = |it: &Value, key: &str| it.get(key).and_then(Value::as_u64);
    let first = all.iter().filter(|it| number(it, "networkCardIndex") == Some(0));
    let highest = first.filter_map(|it| number(it, "deviceIndex")).max()?;
    Some(ClassFilter {
        field: "networkInterfaces",
        types: InstanceSet::of(|kind| u64::from(kind.enis) > highest),
        verb: "has the network interfaces of",
        why: format!(
            "device {highest} of the first card needs a type that takes {} interfaces there",
            highest + 1
        ),
    })
}
