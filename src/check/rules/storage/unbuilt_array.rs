//! A node class counts on an array of disks that nobody makes.

use crate::artifact::karpenter::EC2NodeClass;
use crate::check::bundle::node_class::{alias, family};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;
use crate::units::MinorVersion;

/// A node class counts on an array of disks that nobody makes.
pub const RULE: Rule = Rule {
    code: Code("unbuilt-array"),
    severity: Severity::Warning,
    summary: "`instanceStorePolicy: RAID0` for an image on which nobody makes the array",
    page: include_str!("unbuilt_array.md"),
    check,
};

/// The release from which Karpenter has Bottlerocket make the array.
const FIRST_KARPENTER: MinorVersion = MinorVersion::new(1, 1);
/// The first Bottlerocket that understands how.
const FIRST_BOTTLEROCKET: (u64, u64) = (1, 22);
/// Words of user data that makes an array, or mounts the disks.
const MAKES: [&str; 9] = [
    "mdadm",
    "mkfs",
    "vgcreate",
    "pvcreate",
    "setup-local-disks",
    "localstorage",
    "local-disks",
    "ephemeral-storage",
    "mount ",
];

/// How bad it is, why, and the next step.
type Fault = (Severity, String, &'static str);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for (name, class) in &bundle.node_classes {
        if class.spec.instance_store_policy.as_deref() != Some("RAID0") {
            continue;
        }
        let Some((severity, why, help)) = fault(class, karpenter) else { continue };
        findings
            .at(
                class.artifact,
                &route!["spec", "instanceStorePolicy"],
                format!(
                    "node class `{name}` counts the instance store as its nodes' disk, and {why}"
                ),
            )
            .severity(severity)
            .help(help);
    }
}

fn fault(class: &EC2NodeClass, karpenter: MinorVersion) -> Option<Fault> {
    match family(class)? {
        AmiFamily::Windows => Some((
            Severity::Warning,
            "on Windows nobody makes one".to_owned(),
            "leave `instanceStorePolicy` out",
        )),
        AmiFamily::Bottlerocket if karpenter < FIRST_KARPENTER => Some((
            Severity::Warning,
            format!("Karpenter {karpenter} has Bottlerocket make none"),
            "target Karpenter 1.1 or later, or use `al2023@…`",
        )),
        AmiFamily::Bottlerocket => old_bottlerocket(class),
        AmiFamily::Custom if !makes_array(class) => Some((
            Severity::Warning,
            "its user data, which is all that a Custom image is told, makes none: unless the image does so by itself, Karpenter reckons with room for pods that is not there".to_owned(),
            "make the array in the user data, or name the family that the image is of",
        )),
        AmiFamily::Al2 | AmiFamily::Al2023 | AmiFamily::Custom => None,
    }
}

fn old_bottlerocket(class: &EC2NodeClass) -> Option<Fault> {
    let version = alias(class)?.version;
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse::<u64>);
    let release = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let (major, minor) = FIRST_BOTTLEROCKET;
    (release < FIRST_BOTTLEROCKET).then(|| {
        (
            Severity::Error,
            format!("Bottlerocket `{version}` does not know the commands for it, which came with {major}.{minor}.0: it does not start"),
            "take a newer `bottlerocket@…`, or leave `instanceStorePolicy` out",
        )
    })
}

fn makes_array(class: &EC2NodeClass) -> bool {
    let text = class.spec.user_data.as_deref().unwrap_or_default().to_lowercase();
    MAKES.iter().any(|word| text.contains(word))
}
