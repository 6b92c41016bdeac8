//! A class makes Lustre file systems in no network.

use crate::check::bundle::View;
use crate::check::bundle::lustre::of_class;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use k8s_openapi::api::storage::v1::StorageClass;

/// A class makes Lustre file systems in no network.
pub const RULE: Rule = Rule {
    code: Code("lustre-network"),
    severity: Severity::Error,
    summary: "a class of Lustre file systems has no subnet, or no security groups",
    page: include_str!("lustre_network.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.storage_classes {
        if of_class(bundle, name).is_none() || is_only_a_name(bundle, name) {
            continue;
        }
        if !says(class, "subnetId") {
            let message = format!(
                "the class `{name}` has no `subnetId`, without which FSx makes no file system: claims stay pending"
            );
            report(
                findings,
                class,
                message,
                Severity::Error,
                "write the id of the one subnet that the file system is to be in, where its pods are",
            );
        } else if !says(class, "securityGroupIds") {
            let message = format!(
                "the class `{name}` has no `securityGroupIds`: file systems get the default group of the VPC, which nodes of other groups do not reach"
            );
            report(
                findings,
                class,
                message,
                Severity::Warning,
                "write the ids of groups that open TCP 988 and 1018-1023 to the nodes",
            );
        }
    }
}

/// Whether static volumes are of the class, and no claim waits for one to be made.
fn is_only_a_name(bundle: &Bundle<'_>, name: &str) -> bool {
    let volumes = bundle.volumes.values().filter_map(|volume| volume.spec.as_ref());
    let mut claims = bundle.claims.values().filter_map(|claim| claim.spec.as_ref());
    let is_of = |class: Option<&String>| class.is_some_and(|class| class == name);
    let mut volumes = volumes.filter(|spec| is_of(spec.storage_class_name.as_ref()));
    volumes.next().is_some()
        && claims.all(|spec| spec.volume_name.is_some() || !is_of(spec.storage_class_name.as_ref()))
}

fn says(class: &View<'_, StorageClass>, key: &str) -> bool {
    let value = class.parameters.as_ref().and_then(|all| all.get(key));
    value.is_some_and(|value| !value.trim().is_empty())
}

fn report(
    findings: &mut Findings,
    class: &View<'_, StorageClass>,
    message: String,
    severity: Severity,
    help: &str,
) {
    let home = if class.parameters.is_some() { "parameters" } else { "provisioner" };
    findings.at(class.artifact, &route![home], message).severity(severity).help(help);
}
