//! More volumes on one node than can be attached to it.

use std::collections::BTreeMap;

use crate::catalog::instance::InstanceType;
use crate::check::bundle::{Backend, Placement, Pool, VolumeSource, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{Resources, pack};

/// More volumes on one node than can be attached to it.
pub const RULE: Rule = Rule {
    code: Code("volumes-per-node"),
    severity: Severity::Warning,
    summary: "the executors that fit on a node ask for more EBS volumes than it can attach",
    page: include_str!("volumes_per_node.md"),
    check,
};

/// The type that lacks most, how many executors fit on it, and how many volumes it can attach.
type Worst = Option<(&'static InstanceType, u64, u64)>;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<(*const Placement, Resources, u64, u64), Worst> = BTreeMap::new();
    for job in 0..bundle.jobs.len() {
        let Some(size) = bundle.size_of_job(job) else { continue };
        let Some((volume, each)) = volumes(bundle, size.executor) else { continue };
        let placement = bundle.placement(size.executor);
        let most = size.executors.max.map_or(u64::MAX, u64::from);
        let key = (std::ptr::from_ref(placement), size.of_executor, each, most);
        let worst = known
            .entry(key)
            .or_insert_with(|| worst(bundle, placement, &size.of_executor, each, most));
        let Some((kind, count, attachable)) = worst else { continue };
        let at = &bundle.pod_volumes(size.executor)[volume].at;
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "{} of job `{}` fit on a `{}` and ask for {}, and {} can be attached to it",
                    words::counted(*count, "executor"),
                    bundle.jobs[job].name,
                    kind.name,
                    words::counted(*count * each, "volume"),
                    attachable
                ),
            )
            .help("leave the largest sizes out of the pool, or give each executor fewer and larger volumes");
    }
}

/// The first volume of EBS that is made for an executor, and how many there are.
fn volumes(bundle: &Bundle<'_>, executor: usize) -> Option<(usize, u64)> {
    let is_ebs = |source: &VolumeSource| {
        let VolumeSource::OnDemand { class, .. } = source else { return false };
        let class = match class {
            Some(name) => bundle.storage_classes.get(name),
            None => bundle.default_classes().next(),
        };
        class.is_some_and(|class| Backend::of(&class.provisioner) == Backend::Ebs)
    };
    let all = bundle.pod_volumes(executor).iter().enumerate();
    let ours: Vec<usize> =
        all.filter(|(_, volume)| is_ebs(&volume.source)).map(|(index, _)| index).collect();
    Some((*ours.first()?, ours.len() as u64))
}

fn worst(
    bundle: &Bundle<'_>,
    placement: &Placement,
    request: &Resources,
    each: u64,
    most: u64,
) -> Worst {
    let mut worst: Worst = None;
    for (pool, landing) in placement.open(&bundle.pools) {
        for kind in landing.types.iter() {
            let Some(room) = pool.room(kind, bundle.context) else { continue };
            let Some(attachable) = attachable(pool, kind) else { continue };
            let count = pack(&room, &Resources::default(), request).pods.min(most);
            let is_worse = worst.is_none_or(|(_, known, _)| count > known);
            if count.saturating_mul(each) > attachable && is_worse {
                worst = Some((kind, count, attachable));
            }
        }
    }
    worst
}

/// What a node can attach beside the volumes of its node class, with a single network interface.
fn attachable(pool: &Pool<'_>, kind: &InstanceType) -> Option<u64> {
    let all = u64::from(kind.attachable_volumes(1)?);
    let further = pool.settings.devices.len().saturating_sub(1);
    Some(all.saturating_sub(further as u64))
}
