//! A pod has a volume that nothing mounts.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::Artifact;
use serde_json::Value;

use crate::check::bundle::{JobSource, Pod, PodVolume, Written, at};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod has a volume that nothing mounts.
pub const RULE: Rule = Rule {
    code: Code("unmounted-volume"),
    severity: Severity::Note,
    summary: "a pod has a volume that none of its containers mounts",
    page: include_str!("unmounted_volume.md"),
    check,
};

/// The volumes of an application, which are there for both its pods and need be mounted by one.
#[derive(Default)]
struct Shared<'a> {
    volumes: BTreeMap<String, Written<'a>>,
    mounted: BTreeSet<String>,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut shared: BTreeMap<usize, Shared<'_>> = BTreeMap::new();
    for (pod, volumes) in bundle.pods_with_volumes() {
        let mounted = mounted(pod, volumes);
        // A volume of Spark's configuration without a path is another rule's.
        let volumes = || volumes.iter().filter(|volume| is_of_spec(pod, volume));
        let job = bundle.job_of(pod);
        if job.is_some_and(|job| job.source == JobSource::SparkApplication) {
            let of_both = shared.entry(pod.job.unwrap_or_default()).or_default();
            of_both.volumes.extend(volumes().map(|it| (it.name.clone(), it.at.clone())));
            of_both.mounted.extend(mounted.into_iter().chain(of_side_cars(pod)));
            continue;
        }
        for volume in volumes().filter(|volume| !mounted.contains(&volume.name)) {
            report(findings, volume.at.artifact, &volume.at, &volume.name, &pod.title);
        }
    }
    for Shared { volumes, mounted } in shared.into_values() {
        for (name, place) in volumes.iter().filter(|(name, _)| !mounted.contains(*name)) {
            let title = format!("application `{}`", place.artifact.name().unwrap_or_default());
            report(findings, place.artifact, place, name, &title);
        }
    }
}

/// Whether a volume is in the pod's own document.
fn is_of_spec(pod: &Pod<'_>, volume: &PodVolume<'_>) -> bool {
    pod.spec.volumes.iter().flatten().any(|it| it.name == volume.name)
}

/// The volumes that side-cars of an application mount.
fn of_side_cars(pod: &Pod<'_>) -> impl Iterator<Item = String> {
    let cars = pod.artifact.value().and_then(|value| at(value, &pod.at.then("sidecars")));
    let cars = cars.and_then(Value::as_array).into_iter().flatten();
    let mounts = cars.filter_map(|car| car.get("volumeMounts")?.as_array()).flatten();
    mounts.filter_map(|mount| Some(mount.get("name")?.as_str()?.to_owned()))
}

/// The volumes that any container of a pod mounts, or uses as a device.
fn mounted(pod: &Pod<'_>, volumes: &[PodVolume<'_>]) -> BTreeSet<String> {
    let own = volumes.iter().filter(|volume| !volume.mounts.is_empty());
    let mut all: BTreeSet<String> = own.map(|volume| volume.name.clone()).collect();
    for (container, _) in pod.containers() {
        let mounts = container.volume_mounts.iter().flatten().map(|mount| mount.name.clone());
        let devices = container.volume_devices.iter().flatten().map(|device| device.name.clone());
        all.extend(mounts.chain(devices));
    }
    all
}

fn report(
    findings: &mut Findings,
    artifact: &Artifact,
    place: &Written<'_>,
    name: &str,
    title: &str,
) {
    findings
        .at(artifact, &place.route, format!("no container mounts the volume `{name}` of {title}"))
        .help("mount it, or remove it: a claim is attached, and waited for, all the same");
}
