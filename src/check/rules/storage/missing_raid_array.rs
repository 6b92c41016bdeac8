//! A directory of the RAID array on nodes that have none.

use crate::check::bundle::volume::is_within;
use crate::check::bundle::{Placement, Pod, PodVolume, Pool, VolumeSource, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::AmiFamily;

/// A directory of the RAID array on nodes that have none.
pub const RULE: Rule = Rule {
    code: Code("missing-raid-array"),
    severity: Severity::Error,
    summary: "a pod uses the array of the instance store on nodes that have none",
    page: include_str!("missing_raid_array.md"),
    check,
};

/// Where Amazon Linux mounts the array. Source: Karpenter's documentation of EC2NodeClass.
const ARRAYS: &str = "/mnt/k8s-disks";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, (pod, volumes)) in bundle.pods_with_volumes().enumerate() {
        for volume in volumes {
            let VolumeSource::HostPath { path, check } = &volume.source else { continue };
            if is_within(path, ARRAYS) {
                judge(bundle, findings, bundle.placement(index), (pod, volume), check);
            }
        }
    }
}

fn judge<'a>(
    bundle: &Bundle<'a>,
    findings: &mut Findings,
    placement: &Placement,
    (pod, volume): (&Pod<'a>, &PodVolume<'a>),
    check: &str,
) {
    let open: Vec<&Pool<'_>> = placement.open(&bundle.pools).map(|(pool, _)| pool).collect();
    let without: Vec<&Pool<'_>> =
        open.iter().copied().filter(|pool| has_array(pool) == Some(false)).collect();
    let Some(first) = without.first() else { return };
    let names = words::both(without.iter().map(|pool| pool.name()));
    let must_exist = check == "Directory";
    let fate = if must_exist {
        "cannot start"
    } else {
        "spills to the root volume, which is slow and small"
    };
    let is_certain = must_exist && without.len() == open.len() && !placement.suits_foreign_nodes();
    let nodes = if without.len() == 1 { "pool" } else { "pools" };
    let finding = findings
        .at(
            volume.at.artifact,
            &volume.at.route,
            format!("on nodes of the {nodes} {names} {} {fate}, for they have no array at `{ARRAYS}`", pod.title),
        )
        .help("write `instanceStorePolicy: RAID0` in the node class, and require `karpenter.k8s.aws/instance-local-nvme`; in a spec: `scratch: nvme` of the pool")
        .related(first.view.artifact, &crate::route!["spec", "template", "spec"], "a pool without it");
    if !is_certain {
        finding.severity(Severity::Warning);
    }
}

/// Whether nodes of a pool have the array; `None` where that cannot be known, as when user data
/// may make one.
fn has_array(pool: &Pool<'_>) -> Option<bool> {
    let class = pool.class.as_ref()?;
    if class.spec.user_data.is_some() || pool.types.is_empty() {
        return None;
    }
    if !pool.settings.raid0 || !matches!(pool.settings.family, AmiFamily::Al2 | AmiFamily::Al2023) {
        return Some(false);
    }
    // Some types with and some without are a choice that Karpenter makes by price.
    Some(pool.types.iter().all(|instance| instance.local_nvme_gb().is_some()))
}
