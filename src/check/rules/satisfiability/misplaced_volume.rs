//! Volumes of a node class, none of which is the one that pods' storage lies on.

use crate::check::bundle::{View, words};
use crate::artifact::karpenter::EC2NodeClass;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;

/// Volumes of a node class, none of which is the one that pods' storage lies on.
pub const RULE: Rule = Rule {
    code: Code("misplaced-volume"),
    severity: Severity::Warning,
    summary: "a node class sizes volumes, but not the one that images, logs and scratch lie on",
    page: include_str!("misplaced_volume.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let Some(device) = family(class).and_then(AmiFamily::ephemeral_device) else { continue };
        let mappings = &class.spec.block_device_mappings;
        let serves = |mapping: &crate::artifact::karpenter::BlockDeviceMapping| {
            mapping.root_volume == Some(true) || mapping.device_name.as_deref() == Some(device)
        };
        if mappings.is_empty() || mappings.iter().any(serves) {
            continue;
        }
        let named: Vec<&str> =
            mappings.iter().filter_map(|mapping| mapping.device_name.as_deref()).collect();
        findings
            .at(
                class.artifact,
                &route!["spec", "blockDeviceMappings", 0_usize, "deviceName"],
                format!(
                    "node class `{name}` sizes {}, but pods' storage lies on `{device}`, which keeps the size of the image",
                    words::both(&named)
                ),
            )
            .help(format!("add a mapping for `{device}`"));
    }
}

/// The family of the image, where an alias says for certain which device it has.
fn family(class: &View<'_, EC2NodeClass>) -> Option<AmiFamily> {
    let mut aliases = class.spec.ami_selector_terms.iter().filter_map(|term| term.alias.as_deref());
    AmiFamily::parse(aliases.next()?.split('@').next()?)
}
