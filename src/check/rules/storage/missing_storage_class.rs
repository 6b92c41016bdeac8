//! A claim is of a storage class that does not exist.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::storage::class_name;
use crate::check::bundle::{Claim, VolumeSource, texts, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// A claim is of a storage class that does not exist.
pub const RULE: Rule = Rule {
    code: Code("missing-storage-class"),
    severity: Severity::Error,
    summary: "a claim, or the values of a chart, name a StorageClass that does not exist",
    page: include_str!("missing_storage_class.md"),
    check,
};

/// The class that EKS itself makes in every cluster.
const OF_EKS: &str = "gp2";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Claims alone say nothing about which classes the cluster has.
    if bundle.storage_classes.is_empty() && !bundle.context.complete {
        return;
    }
    // One that an expression names may be any.
    if bundle.of(Kind::StorageClass).any(|it| it.name().is_none_or(|name| name.contains('$'))) {
        return;
    }
    let of_volumes = classes_of_volumes(bundle);
    for claim in bundle.claims.values().filter(|claim| !is_bound_by_hand(claim)) {
        let class = class_name(claim).filter(|class| is_missing(bundle, class));
        let Some(class) = class.filter(|class| !of_volumes.contains(class)) else { continue };
        let name = claim.metadata.name.as_deref().unwrap_or_default();
        let route = route!["spec", "storageClassName"];
        report(bundle, findings, claim.artifact, &route, &format!("claim `{name}`"), class);
    }
    for (pod, volumes) in bundle.pods_with_volumes() {
        for volume in volumes {
            let VolumeSource::OnDemand { class: Some(class), .. } = &volume.source else {
                continue;
            };
            if is_missing(bundle, class) {
                let who = format!("the volume `{}` of {}", volume.name, pod.title);
                report(bundle, findings, volume.at.artifact, &volume.at.route, &who, class);
            }
        }
    }
    for values in bundle.of(Kind::HelmValues) {
        of_values(bundle, findings, values);
    }
}

/// A claim that is bound to a volume by name needs no object behind the name of its class.
fn is_bound_by_hand(claim: &Claim<'_>) -> bool {
    let spec = claim.spec.as_ref();
    spec.is_some_and(|spec| spec.volume_name.is_some() || spec.selector.is_some())
}

/// The classes that volumes say they are of: claims of these bind without any object of the name.
fn classes_of_volumes<'b>(bundle: &'b Bundle<'_>) -> BTreeSet<&'b str> {
    let specs = bundle.volumes.values().filter_map(|volume| volume.spec.as_ref());
    specs.filter_map(|spec| spec.storage_class_name.as_deref()).collect()
}

fn is_missing(bundle: &Bundle<'_>, class: &str) -> bool {
    if bundle.unseen(Kind::StorageClass).any(|it| it.name() == Some(class)) {
        return false;
    }
    !class.is_empty()
        && class != OF_EKS
        && !class.contains('$')
        && !bundle.storage_classes.contains_key(class)
}

/// Charts call it `storageClass` or `storageClassName`; many take `-` for none.
fn of_values(bundle: &Bundle<'_>, findings: &mut Findings, values: &Artifact) {
    let Some(value) = values.value() else { return };
    texts(value, &mut |trail, class| {
        let is_class = matches!(trail.keys().next(), Some("storageClass" | "storageClassName"));
        if is_class && class != "-" && is_missing(bundle, class) {
            report(bundle, findings, values, &trail.route(), "the chart's volume", class);
        }
    });
}

fn report(
    bundle: &Bundle<'_>,
    findings: &mut Findings,
    artifact: &Artifact,
    route: &Route,
    who: &str,
    class: &str,
) {
    let complete = bundle.context.complete;
    let lack = if complete { "does not exist" } else { "is not among the documents" };
    let message = format!("{who} is of the storage class `{class}`, which {lack}");
    let classes = words::some(bundle.storage_classes.keys());
    let help = match classes.as_str() {
        "" => "add the class; in a spec, to `storage`".to_owned(),
        _ => format!("the storage classes are {classes}; in a spec they are `storage`"),
    };
    let finding = findings.at(artifact, route, message).help(help);
    if !complete {
        finding.severity(Severity::Warning);
    }
}
