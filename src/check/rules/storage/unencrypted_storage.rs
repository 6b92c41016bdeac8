//! Data lies in clear on EBS.

use crate::artifact::karpenter::{BlockDevice, EC2NodeClass};
use crate::check::bundle::node_class::family;
use crate::check::bundle::storage::parameter;
use crate::check::bundle::{Backend, View, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;

/// Data lies in clear on EBS.
pub const RULE: Rule = Rule {
    code: Code("unencrypted-storage"),
    severity: Severity::Warning,
    summary: "EBS volumes of a class or of nodes are not encrypted, unless the account sees to it",
    page: include_str!("unencrypted_storage.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.storage_classes {
        let encrypted = parameter(class, "encrypted");
        let is_encrypted = encrypted.is_some_and(|(_, value)| value.eq_ignore_ascii_case("true"));
        if Backend::of(&class.provisioner) != Backend::Ebs || is_encrypted {
            continue;
        }
        let route = match (encrypted, &class.parameters) {
            (Some((key, _)), _) => route!["parameters", key],
            (None, Some(_)) => route!["parameters"],
            (None, None) => route!["provisioner"],
        };
        let message = format!(
            "volumes of the class `{name}` are not encrypted, unless the account encrypts all"
        );
        findings
            .at(class.artifact, &route, message)
            .help("add the parameter `encrypted: \"true\"`; in a spec EBS is encrypted by default");
    }
    for (name, class) in &bundle.node_classes {
        unmapped_root(name, class, findings);
        let clear = class.spec.block_device_mappings.iter().enumerate().filter(|(_, mapping)| {
            mapping.ebs.as_ref().is_some_and(|ebs| ebs.encrypted != Some(true))
        });
        for (index, mapping) in clear {
            let device = words::both(&mapping.device_name);
            let has_useless_key = mapping.ebs.as_ref().is_some_and(has_useless_key);
            let (severity, why) = if has_useless_key {
                (Severity::Error, "has a key and is not to be encrypted, which EC2 refuses")
            } else {
                (Severity::Warning, "is not encrypted, unless the account encrypts all")
            };
            let message = format!("the volume {device} of nodes of the class `{name}` {why}");
            findings
                .at(class.artifact, &route!["spec", "blockDeviceMappings", index, "ebs"], message)
                .severity(severity)
                .help("add `encrypted: true`; a mapping that is written takes nothing from Karpenter's default, which is encrypted");
        }
    }
}

/// Bottlerocket's system disk, where another disk is mapped and this one is left out.
fn unmapped_root(name: &str, class: &View<'_, EC2NodeClass>, findings: &mut Findings) {
    let mappings = &class.spec.block_device_mappings;
    let has = |device: &str| mappings.iter().any(|it| it.device_name.as_deref() == Some(device));
    let is_left_out = has("/dev/xvdb") && !has("/dev/xvda");
    if family(class) != Some(AmiFamily::Bottlerocket) || !is_left_out {
        return;
    }
    findings
        .at(
            class.artifact,
            &route!["spec", "blockDeviceMappings"],
            format!("the class `{name}` maps `/dev/xvdb` and not `/dev/xvda`, so that the system disk is as the image has it: gp2, and not encrypted, unless the account encrypts all"),
        )
        .severity(Severity::Note)
        .help("map `/dev/xvda` with `volumeSize: 4Gi`, `volumeType: gp3` and `encrypted: true`, as Karpenter would by default");
}

/// Whether a volume names a key and says that it uses none.
fn has_useless_key(ebs: &BlockDevice) -> bool {
    ebs.encrypted == Some(false) && ebs.rest.contains_key("kmsKeyID")
}
