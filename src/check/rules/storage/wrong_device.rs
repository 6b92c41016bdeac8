//! A disk is made, but not the one that pods use.

use crate::check::bundle::node_class::family;
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;

/// A disk is made, but not the one that pods use.
pub const RULE: Rule = Rule {
    code: Code("wrong-device"),
    severity: Severity::Warning,
    summary: "a node class maps disks, but not the one that the AMI family keeps pods on",
    page: include_str!("wrong_device.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let mappings = &class.spec.block_device_mappings;
        // A disk without a device is one that the schema reports.
        if mappings.is_empty() || mappings.iter().any(|mapping| mapping.device_name.is_none()) {
            continue;
        }
        let Some(device) = family(class).and_then(AmiFamily::ephemeral_device) else { continue };
        let is_there = mappings.iter().any(|mapping| {
            mapping.root_volume == Some(true) || mapping.device_name.as_deref() == Some(device)
        });
        // With the array of the instance store, the kubelet's directory lies there.
        if is_there || class.spec.instance_store_policy.is_some() {
            continue;
        }
        let mapped =
            words::both(mappings.iter().filter_map(|mapping| mapping.device_name.as_deref()));
        findings
            .at(
                class.artifact,
                &route!["spec", "blockDeviceMappings", 0, "deviceName"],
                format!("the class `{name}` maps {mapped}, but its AMI keeps pods on `{device}`, which stays as small as the AMI has it"),
            )
            .help(format!("map `{device}`; what is not mapped takes nothing from Karpenter's default"));
    }
}
