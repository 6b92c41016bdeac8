//! What a Spark pod spills its shuffle to.

use super::{Bundle, VolumeSource};

/// What a Spark pod spills its shuffle to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spill {
    /// The disk of the node.
    Node,
    /// Memory, counted against the pod.
    Memory,
    /// A volume of its own.
    Volume,
}

impl Bundle<'_> {
    /// What a pod of Spark's spills to, by its index among the bundle's.
    ///
    /// Volumes named `spark-local-dir-…` that the main container mounts win; without one Spark makes
    /// an `emptyDir`, in memory if `spark.kubernetes.local.dirs.tmpfs` says so.
    #[must_use]
    pub fn spill(&self, pod: usize) -> Spill {
        let volumes = self.pod_volumes(pod);
        let mut scratch = volumes.iter().filter(|it| it.is_scratch() && !it.mounts.is_empty());
        if let Some(volume) = scratch.next() {
            return match volume.source {
                VolumeSource::EmptyDir { in_memory: true, .. } => Spill::Memory,
                VolumeSource::EmptyDir { .. } | VolumeSource::HostPath { .. } => Spill::Node,
                VolumeSource::Claim(_) | VolumeSource::OnDemand { .. } | VolumeSource::Other => {
                    Spill::Volume
                }
            };
        }
        let job = self.pods.get(pod).and_then(|pod| self.job_of(pod));
        let tmpfs = job.and_then(|job| job.conf.get("spark.kubernetes.local.dirs.tmpfs"));
        if tmpfs == Some("true") { Spill::Memory } else { Spill::Node }
    }
}
