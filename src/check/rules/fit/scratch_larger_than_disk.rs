//! A scratch volume may grow larger than the node's disk.

use crate::check::bundle::{Placement, Pod, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::Quantity;

/// A scratch volume may grow larger than the node's disk.
pub const RULE: Rule = Rule {
    code: Code("scratch-larger-than-disk"),
    severity: Severity::Warning,
    summary: "the size limit of an `emptyDir` is more than the disk of any node that the pod can land on",
    page: include_str!("scratch_larger_than_disk.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let judged = bundle.placements().iter().filter(|placement| {
        placement.has_known_types(&bundle.pools) && !placement.may_be_elsewhere(bundle)
    });
    for placement in judged {
        let Some((largest, name)) = largest(bundle, placement) else { continue };
        for pod in placement.pods.iter().map(|index| &bundle.pods[*index]) {
            for (at, text) in limits(bundle, pod) {
                let size = Quantity::parse(&text).ok();
                let size = size.and_then(|size| u64::try_from(size.bytes()).ok());
                let Some(size) = size.filter(|size| *size > largest) else { continue };
                findings
                    .at(
                        at.artifact,
                        &at.route,
                        format!(
                            "{} may fill {} of scratch, and the largest disk that it can have, that of `{name}`, holds {} for pods",
                            pod.title,
                            words::memory(size),
                            words::memory(largest)
                        ),
                    )
                    .help("lower the limit, and request the storage that is needed; or enlarge the disk in the node class");
            }
        }
    }
}

/// The most ephemeral storage that a node of a placement has for pods, and the type that has it.
fn largest(bundle: &Bundle<'_>, placement: &Placement) -> Option<(u64, &'static str)> {
    let mut largest = None;
    for (pool, landing) in placement.open(&bundle.pools) {
        for kind in landing.types.iter() {
            let disk = pool.room(kind, bundle.context)?.ephemeral_bytes;
            largest = largest.max(Some((disk, kind.name)));
        }
    }
    largest
}

/// The size limits of a pod's scratch on the node's disk, with their places.
fn limits<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>) -> Vec<(Written<'a>, String)> {
    let job = bundle.job_of(pod);
    let application = job.filter(|job| std::ptr::eq(job.artifact, pod.artifact));
    let home = application.map_or_else(|| pod.at.clone(), |job| job.home.clone());
    let volumes = pod.spec.volumes.iter().flatten().enumerate();
    let own = volumes.filter_map(|(index, volume)| {
        let empty = volume.empty_dir.as_ref()?;
        let on_disk = empty.medium.as_deref().unwrap_or_default().is_empty();
        let limit = empty.size_limit.as_ref().filter(|_| on_disk)?;
        let route = home.then("volumes").then(index).then("emptyDir").then("sizeLimit");
        Some((Written { artifact: pod.artifact, route }, limit.0.clone()))
    });
    let mut found: Vec<(Written<'a>, String)> = own.collect();
    let Some((job, role)) = job.zip(pod.role.spark()) else { return found };
    let prefix = format!("spark.kubernetes.{}.volumes.emptyDir.", role.word());
    for (rest, setting) in job.conf.under(&prefix) {
        let Some(name) = rest.strip_suffix(".options.sizeLimit") else { continue };
        if job.conf.get(&format!("{prefix}{name}.options.medium")).is_none_or(str::is_empty) {
            let at = Written { artifact: job.artifact, route: setting.route.clone() };
            found.push((at, setting.value.clone()));
        }
    }
    found
}
