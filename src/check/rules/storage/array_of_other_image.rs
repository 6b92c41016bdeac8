//! RAID0 for an image that makes no array.

use crate::artifact::karpenter::EC2NodeClass;
use crate::check::bundle::node_class::{alias, family};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;
use crate::units::MinorVersion;

/// RAID0 for an image that makes no array.
pub const RULE: Rule = Rule {
    code: Code("array-of-other-image"),
    severity: Severity::Warning,
    summary: "a node class asks for an array of the instance store, and its image makes none",
    page: include_str!("array_of_other_image.md"),
    check,
};

/// The first Bottlerocket that understands the commands by which Karpenter makes the array.
const FIRST_BOTTLEROCKET: (u64, u64) = (1, 22);
/// The first Karpenter that gives them.
const FIRST_KARPENTER: MinorVersion = MinorVersion::new(1, 1);
/// Words of user data that makes an array, or mounts the disks.
const MAKES: [&str; 8] = [
    "mdadm",
    "mkfs",
    "vgcreate",
    "pvcreate",
    "setup-local-disks",
    "localstorage",
    "local-disks",
    "ephemeral-storage",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // An older one gives Bottlerocket no commands, and what is wrong with that is said otherwise.
    let makes = bundle.context.targets.karpenter >= FIRST_KARPENTER;
    for (name, class) in &bundle.node_classes {
        if class.spec.instance_store_policy.as_deref() != Some("RAID0") {
            continue;
        }
        let Some((severity, why, help)) = fault(class, makes) else { continue };
        findings
            .at(
                class.artifact,
                &route!["spec", "instanceStorePolicy"],
                format!("node class `{name}` asks for an array of the instance store, {why}"),
            )
            .severity(severity)
            .help(help);
    }
}

/// How bad it is, why, and the next step.
type Fault = (Severity, String, &'static str);

fn fault(class: &EC2NodeClass, makes: bool) -> Option<Fault> {
    match family(class)? {
        AmiFamily::Bottlerocket if makes => bottlerocket(class),
        AmiFamily::Custom if !makes_array(class) => Some((
            Severity::Warning,
            "and its user data, which is all that a Custom image is told, makes none: unless the image does so by itself, Karpenter reckons with room for pods that is not there".to_owned(),
            "make the array in the user data, or name the family that the image is of",
        )),
        AmiFamily::Al2
        | AmiFamily::Al2023
        | AmiFamily::Bottlerocket
        | AmiFamily::Windows
        | AmiFamily::Custom => None,
    }
}

fn bottlerocket(class: &EC2NodeClass) -> Option<Fault> {
    let version = alias(class)?.version;
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse::<u64>);
    let release = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    let (major, minor) = FIRST_BOTTLEROCKET;
    (release < FIRST_BOTTLEROCKET).then(|| {
        (
            Severity::Error,
            format!("and Bottlerocket `{version}` does not know the commands for it, which came with {major}.{minor}.0: it does not start"),
            "take a newer `bottlerocket@…`, or leave `instanceStorePolicy` out",
        )
    })
}

fn makes_array(class: &EC2NodeClass) -> bool {
    let text = class.spec.user_data.as_deref().unwrap_or_default().to_lowercase();
    MAKES.iter().any(|word| text.contains(word)) || text.contains("mount ")
}
