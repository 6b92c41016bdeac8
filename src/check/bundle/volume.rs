//! The volumes of pods, wherever they are said, and where the main container mounts them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Volume, VolumeMount};
use serde::Deserialize;

use super::conf_volume::ConfVolume;
use super::{Job, JobSource, Pod, Role, Written};
use crate::sizing;
use crate::source::{Route, Step};

/// What names of volumes begin with that Spark takes for its local directories.
pub const SCRATCH_PREFIX: &str = "spark-local-dir-";

/// A volume of a pod.
#[derive(Clone, Debug)]
pub struct PodVolume<'a> {
    /// The name.
    pub name: String,
    /// What is behind it.
    pub source: VolumeSource,
    /// Where the claim, the path or whatever else it is, is said.
    pub at: Written<'a>,
    /// Where the main container mounts it; in a pod that is not Spark's, any container.
    pub mounts: Vec<Mount<'a>>,
}

/// What is behind a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VolumeSource {
    /// A claim that is there, by name.
    Claim(String),
    /// A claim that is made for each pod.
    OnDemand {
        /// The storage class, if it is said.
        class: Option<String>,
        /// The size, if it is said.
        size: Option<String>,
    },
    /// A directory of the node.
    HostPath {
        /// The path, without a slash at its end.
        path: String,
        /// `Directory`, `DirectoryOrCreate` and so on; empty for no check at all.
        check: String,
    },
    /// A directory of the pod's own.
    EmptyDir {
        /// Whether it lies in RAM.
        in_memory: bool,
        /// Whether its size is limited.
        limited: bool,
    },
    /// Something else.
    Other,
}

/// A place at which a container mounts a volume.
#[derive(Clone, Debug)]
pub struct Mount<'a> {
    /// The path, without a slash at its end.
    pub path: String,
    /// The directory of the volume, if it is not the whole.
    pub sub_path: Option<String>,
    /// Whether nothing may be written there.
    pub read_only: bool,
    /// Where it is said.
    pub at: Written<'a>,
}

impl PodVolume<'_> {
    /// Whether Spark takes it for a local directory, once it is mounted.
    #[must_use]
    pub fn is_scratch(&self) -> bool {
        self.name.starts_with(SCRATCH_PREFIX)
    }
}

/// A path without the slashes at its end.
#[must_use]
pub fn plain(path: &str) -> String {
    let plain = path.trim_end_matches('/');
    if plain.is_empty() { path.chars().take(1).collect() } else { plain.to_owned() }
}

/// Whether a path is a directory or lies below it; both without slashes at their ends.
#[must_use]
pub fn is_within(path: &str, directory: &str) -> bool {
    let rest = path.strip_prefix(directory.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The volumes of a pod: those of its spec, then those of Spark's configuration.
pub fn of_pod<'a>(pod: &Pod<'a>, job: Option<&Job<'a>>) -> Vec<PodVolume<'a>> {
    let application = job.filter(|job| job.source == JobSource::SparkApplication);
    let at = application.map_or_else(|| pod.at.clone(), |job| job.home.clone());
    let mut mounts: BTreeMap<String, Vec<Mount<'a>>> = BTreeMap::new();
    for (name, mount) in mounts_of_spec(pod) {
        mounts.entry(name).or_default().push(mount);
    }
    let written = pod.spec.volumes.iter().flatten().enumerate();
    let mut found: Vec<PodVolume<'a>> = written
        .map(|(index, volume)| {
            let (source, main) = source(volume);
            let route = at.then("volumes").then(index).join(main.as_slice());
            let mounts = mounts.remove(&volume.name).unwrap_or_default();
            let at = Written { artifact: pod.artifact, route };
            PodVolume { name: volume.name.clone(), source, at, mounts }
        })
        .collect();
    if let (Some(job), Some(role)) = (job, pod.role.spark()) {
        found.extend(of_conf(job, role));
    }
    found
}

/// What is behind a volume, and the steps to the value that says it.
fn source(volume: &Volume) -> (VolumeSource, Vec<Step>) {
    if let Some(claim) = &volume.persistent_volume_claim {
        let steps = vec!["persistentVolumeClaim".into(), "claimName".into()];
        return (VolumeSource::Claim(claim.claim_name.clone()), steps);
    }
    if let Some(host) = &volume.host_path {
        let check = host.type_.clone().unwrap_or_default();
        let source = VolumeSource::HostPath { path: plain(&host.path), check };
        return (source, vec!["hostPath".into(), "path".into()]);
    }
    if let Some(empty) = &volume.empty_dir {
        let in_memory = empty.medium.as_deref() == Some("Memory");
        let limited = empty.size_limit.is_some();
        return (VolumeSource::EmptyDir { in_memory, limited }, vec!["emptyDir".into()]);
    }
    let template = volume.ephemeral.as_ref().and_then(|it| it.volume_claim_template.as_ref());
    let Some(template) = template else { return (VolumeSource::Other, Vec::new()) };
    let resources = template.spec.resources.as_ref();
    let size = resources.and_then(|all| all.requests.as_ref()?.get("storage"));
    let source = VolumeSource::OnDemand {
        class: template.spec.storage_class_name.clone(),
        size: size.map(|size| size.0.clone()),
    };
    let steps = ["ephemeral", "volumeClaimTemplate", "spec", "storageClassName"];
    (source, steps.map(Step::from).into())
}

/// The mounts that a pod's own document says, with the names of their volumes.
fn mounts_of_spec<'a>(pod: &Pod<'a>) -> Vec<(String, Mount<'a>)> {
    let mut found = Vec::new();
    for (index, container) in pod.spec.containers.iter().enumerate() {
        let is_main = pod.main_container().is_some_and(|main| std::ptr::eq(main, container));
        if is_main || pod.role == Role::Other {
            let at = pod.at.then("containers").then(index).then("volumeMounts");
            found.extend(mounts(pod, container.volume_mounts.as_deref(), &at));
        }
    }
    // The driver or the executor of an application has the mounts of its main container itself.
    let own = pod.at.steps().iter().try_fold(pod.artifact.value(), |value, step| {
        value.map(|value| match step {
            Step::Key(key) => value.get(key.as_ref()),
            Step::Index(index) => value.get(index),
        })
    });
    let own = own.flatten().and_then(|value| value.get("volumeMounts")).cloned();
    let own: Option<Vec<VolumeMount>> = own.and_then(|own| Deserialize::deserialize(own).ok());
    found.extend(mounts(pod, own.as_deref(), &pod.at.then("volumeMounts")));
    found
}

fn mounts<'a>(
    pod: &Pod<'a>,
    mounts: Option<&[VolumeMount]>,
    home: &Route,
) -> Vec<(String, Mount<'a>)> {
    let mounts = mounts.unwrap_or_default().iter().enumerate();
    mounts
        .map(|(index, mount)| {
            let found = Mount {
                path: plain(&mount.mount_path),
                sub_path: sub_path(mount),
                read_only: mount.read_only == Some(true),
                at: Written { artifact: pod.artifact, route: home.then(index) },
            };
            (mount.name.clone(), found)
        })
        .collect()
}

/// The directory of the volume that a mount shows, as written.
#[must_use]
pub fn sub_path(mount: &VolumeMount) -> Option<String> {
    let written = mount.sub_path.as_ref().or(mount.sub_path_expr.as_ref());
    written.map(|path| plain(path)).filter(|path| !path.is_empty())
}

/// The volumes of Spark's configuration.
fn of_conf<'a>(job: &Job<'a>, role: sizing::Role) -> Vec<PodVolume<'a>> {
    let volumes = job.conf_volumes(role);
    volumes.iter().filter_map(|volume| of_properties(job, volume)).collect()
}

fn of_properties<'a>(job: &Job<'a>, volume: &ConfVolume<'_>) -> Option<PodVolume<'a>> {
    let ConfVolume { kind, name, properties } = volume;
    let text = |key: &str| volume.get(key).map(str::to_owned);
    let at = |key: &str| {
        let setting = properties.get(key).or_else(|| properties.values().next())?;
        Some(Written { artifact: job.artifact, route: setting.route.clone() })
    };
    let path = |key: &str| volume.get(key).map(plain);
    let mount = path("mount.path").zip(at("mount.path")).map(|(path, at)| Mount {
        path,
        sub_path: text("mount.subPath").or_else(|| text("mount.subPathExpr")),
        read_only: volume.get("mount.readOnly").is_some_and(|it| it.eq_ignore_ascii_case("true")),
        at,
    });
    let (source, main) = match *kind {
        "persistentVolumeClaim" => (claim_of_conf(volume), "options.claimName"),
        "hostPath" => {
            let check = text("options.type").unwrap_or_default();
            let path = path("options.path").unwrap_or_default();
            (VolumeSource::HostPath { path, check }, "options.path")
        }
        "emptyDir" => {
            let in_memory = volume.get("options.medium") == Some("Memory");
            let limited = properties.contains_key("options.sizeLimit");
            (VolumeSource::EmptyDir { in_memory, limited }, "options.medium")
        }
        _ => (VolumeSource::Other, "mount.path"),
    };
    let mounts = mount.into_iter().collect();
    Some(PodVolume { name: (*name).to_owned(), source, at: at(main)?, mounts })
}

/// A claim that Spark makes is another one for each pod.
fn claim_of_conf(volume: &ConfVolume<'_>) -> VolumeSource {
    let text = |key: &str| volume.get(key).map(str::to_owned);
    let (class, size) = (text("options.storageClass"), text("options.sizeLimit"));
    if (class.is_some() && size.is_some()) || volume.is_on_demand() {
        return VolumeSource::OnDemand { class, size };
    }
    VolumeSource::Claim(text("options.claimName").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_by_their_steps() {
        assert_eq!(plain("/data/"), "/data");
        assert_eq!(plain("/"), "/");
        assert!(is_within("/mnt", "/mnt"));
        assert!(is_within("/mnt/k8s-disks/0", "/mnt/"));
        assert!(!is_within("/mnt2", "/mnt"));
        assert!(is_within("/data", "/"));
    }
}
