//! A node class counts on an array of disks that nobody makes.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::MinorVersion;

/// A node class counts on an array of disks that nobody makes.
pub const RULE: Rule = Rule {
    code: Code("unbuilt-array"),
    severity: Severity::Warning,
    summary: "`instanceStorePolicy: RAID0` for an image on which this Karpenter sets no disks up",
    page: include_str!("unbuilt_array.md"),
    check,
};

/// The release from which Karpenter has Bottlerocket make the array.
const BOTTLEROCKET_SINCE: MinorVersion = MinorVersion::new(1, 1);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for (name, class) in &bundle.node_classes {
        if class.spec.instance_store_policy.as_deref() != Some("RAID0") {
            continue;
        }
        let aliases = class.spec.ami_selector_terms.iter().filter_map(|it| it.alias.as_deref());
        let own = aliases.chain(class.spec.ami_family.as_deref()).next().unwrap_or_default();
        let family = own.split('@').next().unwrap_or_default().to_ascii_lowercase();
        let (nobody, help) = if family.starts_with("windows") {
            ("on Windows nobody makes one".to_owned(), "leave `instanceStorePolicy` out")
        } else if family == "bottlerocket" && karpenter < BOTTLEROCKET_SINCE {
            (
                format!("Karpenter {karpenter} has Bottlerocket make none"),
                "target Karpenter 1.1 or later, or use `al2023@…`",
            )
        } else {
            continue;
        };
        findings
            .at(
                class.artifact,
                &route!["spec", "instanceStorePolicy"],
                format!(
                    "node class `{name}` counts the instance store as its nodes' disk, and {nobody}"
                ),
            )
            .help(help);
    }
}
