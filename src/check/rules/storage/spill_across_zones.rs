//! Executors in several zones spill to a file system in one.

use std::collections::BTreeSet;

use k8s_openapi::api::core::v1::PersistentVolume;

use crate::check::bundle::{Backend, Pod, PodVolume, VolumeSource, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Executors in several zones spill to a file system in one.
pub const RULE: Rule = Rule {
    code: Code("spill-across-zones"),
    severity: Severity::Warning,
    summary: "pods that may be in several zones spill to a Lustre file system, which is in one",
    page: include_str!("spill_across_zones.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut said = BTreeSet::new();
    for (index, (pod, volumes)) in bundle.pods_with_volumes().enumerate() {
        let of_job = pod.job.filter(|_| pod.role.spark().is_some());
        let Some(job) = of_job.filter(|job| !said.contains(job)) else { continue };
        let Some((volume, claim)) = scratch(bundle, pod, volumes) else { continue };
        let Some(zones) = bundle.zones_of_pod(index).filter(|zones| zones.len() > 1) else {
            continue;
        };
        said.insert(job);
        let title = bundle.job_of(pod).map(|job| job.title()).unwrap_or_default();
        findings
            .at(
                volume.at.artifact,
                &volume.at.route,
                format!("the pods of {title} may be in {}, and all spill to the file system of `{claim}`, which is in one", words::either(&zones)),
            )
            .help("select the file system's zone by `topology.kubernetes.io/zone` in driver and executors; in a spec: `zone` of the job");
    }
}

/// The claim of a Lustre file system that a pod spills to, and its volume. One whose volume says
/// its zone brings its pods there.
fn scratch<'v, 'a>(
    bundle: &Bundle<'a>,
    pod: &Pod<'a>,
    volumes: &'v [PodVolume<'a>],
) -> Option<(&'v PodVolume<'a>, &'v str)> {
    let mut mounted = volumes.iter().filter(|it| it.is_scratch() && !it.mounts.is_empty());
    mounted.find_map(|volume| {
        let VolumeSource::Claim(name) = &volume.source else { return None };
        let claim = bundle.claim(pod, name)?;
        let behind = claim.spec.as_ref().and_then(|spec| spec.volume_name.as_deref());
        let behind = behind.and_then(|name| bundle.volumes.get(name));
        let is_zoned = behind.is_some_and(|volume| says_nodes(volume));
        (bundle.backend_of(claim) == Some(Backend::Lustre) && !is_zoned)
            .then_some((volume, name.as_str()))
    })
}

fn says_nodes(volume: &PersistentVolume) -> bool {
    volume.spec.as_ref().is_some_and(|spec| spec.node_affinity.is_some())
}
