//! What the pods of a job ask for together.

use super::{Bundle, JobSource, Role, VolumeSource};
use crate::sizing::{Executors, Resources};

/// What the pods of a job ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobSize {
    /// The driver, as an index into the bundle's pods.
    pub driver: usize,
    /// The executors, as an index into the bundle's pods.
    pub executor: usize,
    /// What the driver asks for.
    pub of_driver: Resources,
    /// What each executor asks for.
    pub of_executor: Resources,
    /// How many executors.
    pub executors: Executors,
    /// Pods beside driver and executors: EMR's job submitter.
    pub others: u64,
}

impl JobSize {
    /// The driver with so many executors.
    #[must_use]
    pub fn with(&self, executors: u32) -> Resources {
        self.of_driver + self.of_executor.times(executors.into())
    }
}

impl Bundle<'_> {
    /// What the pods of a job ask for, by its index among the bundle's; `None` where one of them, or
    /// a value, is not known.
    #[must_use]
    pub fn size_of_job(&self, job: usize) -> Option<JobSize> {
        let (driver, executor) =
            (self.pod_of(job, Role::Driver)?, self.pod_of(job, Role::Executor)?);
        let request = |pod: usize| Some(self.pods[pod].request(&self.jobs)?.total);
        let is_of_operator = self.jobs[job].source == JobSource::SparkApplication;
        Some(JobSize {
            driver,
            executor,
            of_driver: request(driver)?,
            of_executor: request(executor)?,
            executors: self.jobs[job].executors()?,
            others: u64::from(!is_of_operator),
        })
    }

    /// How many claims are made for a pod when it starts.
    #[must_use]
    pub fn claims_on_demand(&self, pod: usize) -> u64 {
        let is_made = |source: &VolumeSource| matches!(source, VolumeSource::OnDemand { .. });
        self.pod_volumes(pod).iter().filter(|volume| is_made(&volume.source)).count() as u64
    }
}
