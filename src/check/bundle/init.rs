//! What init containers leave of the directories that the main container uses.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Container;

use super::volume::plain;
use super::{Job, JobSource, Pod, PodVolume, shell};
use crate::sizing::Role;
use crate::source::Route;

/// Owner and mode of a directory, as far as init containers set them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prepared {
    /// The owner, as written.
    pub owner: Option<String>,
    /// The group, as written.
    pub group: Option<String>,
    /// The permission bits.
    pub mode: Option<u32>,
    /// Where the container stands that set one of them last.
    pub at: Option<Route>,
}

/// What the init containers of a pod make of the directories that its main container mounts, by the
/// mount's path.
///
/// Only what certainly runs counts: strings behind the script of `sh -c` do not.
#[must_use]
pub fn prepared(pod: &Pod<'_>, volumes: &[PodVolume<'_>]) -> BTreeMap<String, Prepared> {
    let mut all = BTreeMap::new();
    for (index, init) in pod.spec.init_containers.iter().flatten().enumerate() {
        let seen = same_directories(init, volumes);
        let at = pod.at.then("initContainers").then(index);
        for command in shell::commands(init).all {
            let Some(change) = shell::change(&command) else { continue };
            for path in change.paths.iter().filter_map(|path| seen.get(path)) {
                apply(all.entry(path.clone()).or_default(), &change, &at);
            }
        }
    }
    all
}

/// The paths at which an init container sees a directory that the main container mounts, and where
/// that one does.
fn same_directories(init: &Container, volumes: &[PodVolume<'_>]) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::new();
    for mount in init.volume_mounts.iter().flatten() {
        let own = super::volume::sub_path(mount);
        let volume = volumes.iter().find(|volume| volume.name == mount.name);
        let mounts = volume.into_iter().flat_map(|volume| &volume.mounts);
        for main in mounts.filter(|main| main.sub_path == own) {
            seen.insert(plain(&mount.mount_path), main.path.clone());
        }
    }
    seen
}

fn apply(prepared: &mut Prepared, change: &shell::Change, at: &Route) {
    match change.tool {
        "chmod" => match u32::from_str_radix(&change.to, 8) {
            Ok(mode) => prepared.mode = Some(mode & 0o777),
            // What a symbolic mode comes to depends on the mode before.
            Err(_) => {
                prepared.mode = None;
                return;
            }
        },
        "chgrp" => prepared.group = Some(change.to.clone()),
        _ => {
            let (owner, group) = change.to.split_once([':', '.']).unwrap_or((&change.to, ""));
            if !owner.is_empty() {
                prepared.owner = Some(owner.to_owned());
            }
            if !group.is_empty() {
                prepared.group = Some(group.to_owned());
            }
        }
    }
    prepared.at = Some(at.clone());
}

/// A user of an image, with the spellings of its name and of its groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    /// Names and numbers of the user.
    pub names: &'static [&'static str],
    /// Names and numbers of its groups.
    pub groups: &'static [&'static str],
    /// The user and the group as `chown` takes them.
    pub spelling: &'static str,
}

/// The user of EMR's images.
const HADOOP: User =
    User { names: &["999", "hadoop"], groups: &["1000", "hadoop"], spelling: "999:1000" };
/// The user of Spark's own images.
const SPARK: User =
    User { names: &["185", "spark"], groups: &["0", "185", "root", "spark"], spelling: "185:185" };

/// The user that a pod of a job runs as, where its image says it: an image that someone built may
/// have any.
#[must_use]
pub fn user(job: &Job<'_>, role: Role) -> Option<User> {
    let image = job.image(role).map(|setting| setting.value.as_str());
    match (job.source, image) {
        (JobSource::StartJobRun | JobSource::JobTemplate | JobSource::Endpoint, None) => {
            Some(HADOOP)
        }
        (_, Some(image)) if image.contains("/spark/emr-") => Some(HADOOP),
        (_, Some(image)) if is_of_spark(image) => Some(SPARK),
        _ => None,
    }
}

fn is_of_spark(image: &str) -> bool {
    let repository = image.split(['@', ':']).next().unwrap_or(image);
    matches!(repository, "apache/spark" | "apache/spark-py" | "docker.io/apache/spark" | "spark")
}
