//! Disks of lost executors that others get.

use super::{Backend, Bundle, Job, PodVolume, Role, VolumeSource};
use crate::units::MinorVersion;

/// The switches of which both are on where claims are inherited.
const SWITCHES: [&str; 2] = [
    "spark.kubernetes.driver.ownPersistentVolumeClaim",
    "spark.kubernetes.driver.reusePersistentVolumeClaim",
];
/// The Spark from which they are on by default.
const ON_SINCE: MinorVersion = MinorVersion::new(3, 4);

impl<'a> Bundle<'a> {
    /// The volume of EBS that an executor, by its index among the bundle's pods, may have from one
    /// that was lost, and in whose zone it must be then.
    #[must_use]
    pub fn inherited_disk(&self, pod: usize) -> Option<&PodVolume<'a>> {
        let executor = Some(&self.pods[pod]).filter(|pod| pod.role == Role::Executor)?;
        self.job_of(executor).filter(|job| inherits(job))?;
        self.pod_volumes(pod).iter().find(|volume| {
            let VolumeSource::OnDemand { class: Some(class), .. } = &volume.source else {
                return false;
            };
            let class = self.storage_classes.get(class);
            class.is_some_and(|class| Backend::of(&class.provisioner) == Backend::Ebs)
        })
    }
}

/// Whether executors of the job get the claims of those that were lost.
fn inherits(job: &Job<'_>) -> bool {
    SWITCHES.iter().all(|key| match job.conf.get(key).map(str::trim) {
        Some(value) => value.eq_ignore_ascii_case("true"),
        None => job.known_spark().is_some_and(|spark| spark >= ON_SINCE),
    })
}
