//! A volume that any claim may take.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{PersistentVolume, PersistentVolumeClaim};

use crate::check::bundle::storage::{bytes, class_name};
use crate::check::bundle::{Claim, View};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A volume that any claim may take.
pub const RULE: Rule = Rule {
    code: Code("unreserved-volume"),
    severity: Severity::Note,
    summary: "a static volume without a claimRef may be taken by another claim",
    page: include_str!("unreserved_volume.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut named: BTreeMap<&str, &Claim<'_>> = BTreeMap::new();
    let mut seeking: BTreeMap<&str, Vec<&Claim<'_>>> = BTreeMap::new();
    for claim in bundle.claims.values() {
        match claim.spec.as_ref().and_then(|spec| spec.volume_name.as_deref()) {
            Some(volume) => {
                named.entry(volume).or_insert(claim);
            }
            None => seeking.entry(class_name(claim).unwrap_or_default()).or_default().push(claim),
        }
    }
    for (name, volume) in &bundle.volumes {
        let Some(spec) = volume.spec.as_ref().filter(|spec| spec.claim_ref.is_none()) else {
            continue;
        };
        let class = spec.storage_class_name.as_deref().unwrap_or_default();
        // Where only one claim seeks a volume of the class, it is the one that is meant.
        let rivals = seeking.get(class).map_or(&[][..], Vec::as_slice);
        let needed = if named.contains_key(name.as_str()) { 1 } else { 2 };
        let mut rivals = rivals.iter().filter(|claim| could_take(claim, volume));
        let rival = rivals.nth(needed - 1);
        match (rival, named.get(name.as_str())) {
            (Some(rival), _) => report(findings, volume, name, Some(rival)),
            (None, Some(_)) => report(findings, volume, name, None),
            (None, None) => {}
        }
    }
}

fn could_take(claim: &PersistentVolumeClaim, volume: &PersistentVolume) -> bool {
    let (Some(wants), Some(has)) = (&claim.spec, &volume.spec) else { return false };
    let modes = wants.access_modes.iter().flatten();
    let offered = has.access_modes.as_deref().unwrap_or_default();
    let size = |map: Option<&BTreeMap<String, _>>| {
        let size: Option<&k8s_openapi::apimachinery::pkg::api::resource::Quantity> =
            map.and_then(|map| map.get("storage"));
        size.and_then(|size| bytes(&size.0))
    };
    let wanted = size(wants.resources.as_ref().and_then(|all| all.requests.as_ref()));
    modes.into_iter().all(|mode| offered.contains(mode))
        && wants.selector.is_none()
        && wanted <= size(has.capacity.as_ref())
}

fn report(
    findings: &mut Findings,
    volume: &View<'_, PersistentVolume>,
    name: &str,
    rival: Option<&&Claim<'_>>,
) {
    let help = "write `claimRef` with the namespace and the name of its claim";
    let Some(rival) = rival else {
        let message = format!(
            "the volume `{name}` is reserved for no claim: whichever fits it first takes it"
        );
        findings.at(volume.artifact, &route!["metadata", "name"], message).help(help);
        return;
    };
    let other = rival.metadata.name.as_deref().unwrap_or_default();
    let message = format!(
        "the volume `{name}` is reserved for no claim, and the claim `{other}` fits it too"
    );
    findings
        .at(volume.artifact, &route!["metadata", "name"], message)
        .severity(Severity::Warning)
        .help(help)
        .related(rival.artifact, &route!["metadata", "name"], "this claim may take it");
}
