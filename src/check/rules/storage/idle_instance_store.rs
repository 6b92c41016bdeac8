//! Disks that are paid for and not used.

use crate::check::bundle::{Backend, Pod, PodVolume, Pool, VolumeSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Disks that are paid for and not used.
pub const RULE: Rule = Rule {
    code: Code("idle-instance-store"),
    severity: Severity::Note,
    summary: "a pool buys instances with local disks that nothing uses",
    page: include_str!("idle_instance_store.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pool) in bundle.pools.iter().enumerate() {
        let Some(class) = pool.class.as_ref().filter(|_| has_disks(pool)) else { continue };
        let (message, help) = if !pool.settings.raid0 && class.spec.user_data.is_none() {
            let message = format!(
                "every instance of pool `{}` has local disks, and nobody makes them usable: pods get the root volume",
                pool.name()
            );
            (
                message,
                "write `instanceStorePolicy: RAID0` in its node class; in a spec: `scratch: nvme`",
            )
        } else if pool.settings.raid0 && all_spill_to_ebs(bundle, index) {
            let message = format!(
                "every instance of pool `{}` has local disks, and all its Spark pods spill to EBS volumes",
                pool.name()
            );
            (message, "let them spill to the node, or take instances without local disks")
        } else {
            continue;
        };
        findings.at(pool.view.artifact, &route!["metadata", "name"], message).help(help);
    }
}

fn has_disks(pool: &Pool<'_>) -> bool {
    !pool.types.is_empty() && pool.types.iter().all(|one| one.local_nvme_gb().is_some())
}

/// Whether there are executors that can land on a pool, and all of them bring their own disks.
fn all_spill_to_ebs(bundle: &Bundle<'_>, pool: usize) -> bool {
    let placements = bundle.placements().iter().filter(|one| one.landings[pool].is_open());
    let spark = placements
        .flat_map(|one| &one.pods)
        .filter(|pod| bundle.pods[**pod].role.spark().is_some());
    let mut any = false;
    let all = spark.into_iter().all(|&pod| {
        any = true;
        spills_to_ebs(bundle, &bundle.pods[pod], bundle.pod_volumes(pod))
    });
    any && all
}

fn spills_to_ebs<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, volumes: &[PodVolume<'a>]) -> bool {
    volumes.iter().filter(|volume| volume.is_scratch()).any(|volume| match &volume.source {
        VolumeSource::OnDemand { class: Some(class), .. } => {
            let class = bundle.storage_classes.get(class);
            class.is_some_and(|class| Backend::of(&class.provisioner) == Backend::Ebs)
        }
        VolumeSource::Claim(name) => {
            let claim = bundle.claim(pod, name);
            claim.and_then(|claim| bundle.backend_of(claim)) == Some(Backend::Ebs)
        }
        VolumeSource::OnDemand { class: None, .. }
        | VolumeSource::HostPath { .. }
        | VolumeSource::EmptyDir { .. }
        | VolumeSource::Other => false,
    })
}
