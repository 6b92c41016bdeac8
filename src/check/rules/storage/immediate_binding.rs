//! A class makes disks of one zone before anyone knows the pod's.

use k8s_openapi::api::storage::v1::StorageClass;

use crate::check::bundle::{Backend, View};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::MinorVersion;

/// A class makes disks of one zone before anyone knows the pod's.
pub const RULE: Rule = Rule {
    code: Code("immediate-binding"),
    severity: Severity::Warning,
    summary: "an EBS StorageClass makes volumes before their pod has a zone",
    page: include_str!("immediate_binding.md"),
    check,
};

/// The release of Karpenter from which it starts no node for a pod with such a claim.
const IGNORED_SINCE: MinorVersion = MinorVersion::new(1, 7);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in bundle.storage_classes.values() {
        let waits = class.volume_binding_mode.as_deref() == Some("WaitForFirstConsumer");
        if waits || Backend::of(&class.provisioner) != Backend::Ebs || is_of_one_zone(class) {
            continue;
        }
        let name = class.metadata.name.as_deref().unwrap_or_default();
        let mut message = format!(
            "the class `{name}` makes a volume as soon as it is claimed, in a zone that its pod may never reach"
        );
        if bundle.context.targets.karpenter >= IGNORED_SINCE {
            message += ", and Karpenter starts no node for a pod that waits for it";
        }
        let route = match class.volume_binding_mode {
            Some(_) => route!["volumeBindingMode"],
            None => route!["provisioner"],
        };
        findings.at(class.artifact, &route, message).help(
            "write `volumeBindingMode: WaitForFirstConsumer`; without a word Kubernetes takes `Immediate`",
        );
    }
}

/// A class that is kept to one zone chooses it for its pods.
fn is_of_one_zone(class: &View<'_, StorageClass>) -> bool {
    let terms = class.allowed_topologies.iter().flatten();
    let mut zones = terms.flat_map(|term| term.match_label_expressions.iter().flatten());
    zones.any(|expression| expression.key.ends_with("/zone") && expression.values.len() == 1)
}
