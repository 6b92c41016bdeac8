//! Where Spark spills to: its local directories in a driver or an executor.

use super::{Bundle, Job, Mount, Pod, PodVolume, Setting};

/// The key that lists local directories.
pub const KEY: &str = "spark.local.dir";

/// What a driver or an executor takes for its local directories, and what it is told to take.
///
/// Mounted volumes named `spark-local-dir-…` come before everything else: with one of them there,
/// `spark.local.dir` is ignored. Source: Spark's documentation of running on Kubernetes.
#[derive(Debug)]
pub struct LocalDirs<'b, 'a> {
    /// The mounts of volumes whose names Spark knows.
    pub mounts: Vec<(&'b PodVolume<'a>, &'b Mount<'a>)>,
    /// The paths that `spark.local.dir` lists, and where.
    pub listed: Option<(Vec<String>, &'b Setting)>,
}

impl<'a> Bundle<'a> {
    /// The pods of Spark's processes, each with its volumes and its local directories.
    pub fn local_dirs<'b>(
        &'b self,
    ) -> impl Iterator<Item = (&'b Pod<'a>, &'b [PodVolume<'a>], LocalDirs<'b, 'a>)> {
        let of_spark = self.pods_with_volumes().filter(|(pod, _)| pod.role.spark().is_some());
        of_spark.map(|(pod, volumes)| (pod, volumes, LocalDirs::of(volumes, self.job_of(pod))))
    }
}

impl<'b, 'a> LocalDirs<'b, 'a> {
    /// Reads them from a pod's volumes and its job's configuration.
    #[must_use]
    pub fn of(volumes: &'b [PodVolume<'a>], job: Option<&'b Job<'a>>) -> Self {
        let scratch = volumes.iter().filter(|volume| volume.is_scratch());
        let mounts = scratch.flat_map(|volume| volume.mounts.iter().map(move |it| (volume, it)));
        let setting = job.and_then(|job| job.conf.setting(KEY));
        Self { mounts: mounts.collect(), listed: setting.map(|it| (paths(&it.value), it)) }
    }

    /// The paths of the mounts.
    pub fn mounted(&self) -> impl Iterator<Item = &'b str> {
        self.mounts.iter().map(|(_, mount)| mount.path.as_str())
    }
}

/// The directories of a list, without slashes at their ends.
#[must_use]
pub fn paths(value: &str) -> Vec<String> {
    let parts = value.split(',').map(str::trim).filter(|path| !path.is_empty());
    parts.map(super::volume::plain).collect()
}
