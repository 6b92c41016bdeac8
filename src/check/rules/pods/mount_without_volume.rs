//! A container mounts a volume that the pod does not have.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::catalog::emr::VOLUMES;
use crate::check::bundle::{JobSource, Pod, PodVolume, Written, at, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A container mounts a volume that the pod does not have.
pub const RULE: Rule = Rule {
    code: Code("mount-without-volume"),
    severity: Severity::Error,
    summary: "a container mounts a volume that its pod does not have",
    page: include_str!("mount_without_volume.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let known: BTreeSet<&str> = volumes.iter().map(|volume| volume.name.as_str()).collect();
        for (name, place) in mounts(pod) {
            // A pod with one of those named after EMR is a template that adds a sidecar.
            let is_spark = pod.role.spark().is_some() || name.starts_with("emr-container-");
            let of_emr = is_spark && VOLUMES.contains(&name.as_str());
            if !known.contains(name.as_str()) && !of_emr {
                report(bundle, findings, (pod, volumes), &name, &place);
            }
        }
    }
}

/// The mounts of all containers: the volumes' names, and where they are said.
fn mounts<'a>(pod: &Pod<'a>) -> Vec<(String, Written<'a>)> {
    let written = |home: &Route, index: usize| Written {
        artifact: pod.artifact,
        route: home.then("volumeMounts").then(index).then("name"),
    };
    let of_containers = pod.containers().flat_map(|(container, home)| {
        let mounts = container.volume_mounts.iter().flatten().enumerate();
        mounts.map(move |(index, mount)| (mount.name.clone(), written(&home, index)))
    });
    // The driver or the executor of an application has the mounts of its main container itself.
    let own = pod.artifact.value().and_then(|value| at(value, &pod.at.then("volumeMounts")));
    let own = own.and_then(Value::as_array).into_iter().flatten().enumerate();
    let own = own.filter_map(|(index, mount)| {
        Some((mount.get("name")?.as_str()?.to_owned(), written(&pod.at, index)))
    });
    of_containers.chain(own).collect()
}

fn report<'a>(
    bundle: &Bundle<'a>,
    findings: &mut Findings,
    (pod, volumes): (&Pod<'a>, &[PodVolume<'a>]),
    name: &str,
    at: &Written<'a>,
) {
    let names = words::some(volumes.iter().map(|volume| &volume.name));
    let help = match (names.as_str(), bundle.job_of(pod).map(|job| job.source)) {
        ("", Some(JobSource::SparkApplication)) => "add it to `spec.volumes`".to_owned(),
        ("", _) => "add it to `volumes`".to_owned(),
        _ => format!("the volumes are {names}"),
    };
    let finding = findings
        .at(
            at.artifact,
            &at.route,
            format!("{} mounts the volume `{name}`, which it does not have", pod.title),
        )
        .help(help);
    // Spark's configuration, which may add the volume, is not among the documents.
    if pod.role.spark().is_some() && pod.job.is_none() {
        finding.severity(Severity::Warning);
    }
}
