//! Pods in different zones share a disk of one.

use crate::catalog::label;
use crate::check::bundle::{Backend, ClaimName, Pod, PodVolume, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::ValueSet;

/// Pods in different zones share a disk of one.
pub const RULE: Rule = Rule {
    code: Code("claim-across-zones"),
    severity: Severity::Error,
    summary: "a pod cannot be in the zone of the volume that it mounts",
    page: include_str!("claim_across_zones.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for name in bundle.used_claims() {
        let claim = &bundle.claims[name];
        let volume = claim.spec.as_ref().and_then(|spec| spec.volume_name.as_deref());
        let volume = volume.and_then(|name| bundle.volumes.get(name));
        let of_volume = volume.and_then(|volume| zones_of_volume(volume));
        // Only of EBS does Kubernetes know by itself that a volume has a zone.
        let is_zonal = of_volume.is_some() || bundle.backend_of(claim) == Some(Backend::Ebs);
        if is_zonal {
            of_claim(bundle, findings, name, of_volume);
        }
    }
}

fn of_claim(
    bundle: &Bundle<'_>,
    findings: &mut Findings,
    name: &ClaimName,
    of_volume: Option<ValueSet>,
) {
    let mut so_far = of_volume.map(|zones| ("the volume".to_owned(), zones));
    let pods = bundle.pods_with_claim(name);
    for ((pod, volume), index) in bundle.users(name).zip(pods) {
        let Some(zones) = zones_of_pod(pod).or_else(|| zones_of_pools(bundle, index)) else {
            continue;
        };
        match &so_far {
            Some((who, others)) if !zones.meets(others) => {
                report(findings, name, (pod, volume, &zones), (who, others));
                return;
            }
            Some(_) => {}
            None => so_far = Some((pod.title.clone(), zones)),
        }
    }
}

fn report<'a>(
    findings: &mut Findings,
    (_, name): &ClaimName,
    (pod, volume, zones): (&Pod<'a>, &PodVolume<'a>, &ValueSet),
    (who, others): (&str, &ValueSet),
) {
    let words = |set: &ValueSet| set.listed().map_or_else(String::new, words::either);
    let at = pod.place_of(label::ZONE);
    findings
        .at(
            at.artifact,
            &at.route,
            format!("{} must be in zone {}, but {who}, of the claim `{name}`, in {}", pod.title, words(zones), words(others)),
        )
        .help("a volume stays in the zone of its first pod: select one zone for all pods of a claim, or none")
        .related(volume.at.artifact, &volume.at.route, "mounted here");
}

/// The zones that a pod demands, over all its alternatives; `None` for any.
fn zones_of_pod(pod: &Pod<'_>) -> Option<ValueSet> {
    let mut all = Vec::new();
    for demands in pod.demands() {
        all.extend(demands.get(label::ZONE)?.listed()?.iter().cloned());
    }
    Some(ValueSet::only(all))
}

/// The zones in which the pools of a pod have nodes; `None` for any, or where other nodes may take
/// the pod.
fn zones_of_pools(bundle: &Bundle<'_>, pod: usize) -> Option<ValueSet> {
    let placement = bundle.placement(pod);
    if !placement.has_pool() || placement.may_be_elsewhere(bundle) {
        return None;
    }
    bundle.zones_of_pod(pod).map(ValueSet::only)
}

/// The zones of a volume, by its node affinity.
fn zones_of_volume(volume: &k8s_openapi::api::core::v1::PersistentVolume) -> Option<ValueSet> {
    let spec = volume.spec.as_ref()?;
    let required = spec.node_affinity.as_ref()?.required.as_ref()?;
    let terms = required.node_selector_terms.iter();
    let expressions = terms.flat_map(|term| term.match_expressions.iter().flatten());
    let zones: Vec<String> = expressions
        .filter(|one| label::normalize(&one.key) == label::ZONE && one.operator == "In")
        .flat_map(|one| one.values.iter().flatten().cloned())
        .collect();
    (!zones.is_empty()).then(|| ValueSet::only(zones))
}
