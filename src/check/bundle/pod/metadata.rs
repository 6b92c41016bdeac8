//! Where the labels and annotations of pods stand.

use super::Pod;
use crate::check::bundle::{Job, JobSource, Written};
use crate::source::Route;

impl<'a> Pod<'a> {
    /// Where a label stands, if it has it.
    #[must_use]
    pub fn place_of_label(&self, key: &str, jobs: &[Job<'a>]) -> Written<'a> {
        self.place_of_metadata("label", key, jobs)
    }

    /// Where an annotation stands, if it has it.
    #[must_use]
    pub fn place_of_annotation(&self, key: &str, jobs: &[Job<'a>]) -> Written<'a> {
        self.place_of_metadata("annotation", key, jobs)
    }

    /// In Spark's configuration, in the fields of an application, or in the pod's own metadata.
    fn place_of_metadata(&self, noun: &str, key: &str, jobs: &[Job<'a>]) -> Written<'a> {
        let job = self.job.and_then(|at| jobs.get(at));
        if let Some((job, role)) = job.zip(self.role.spark()) {
            let setting = format!("spark.kubernetes.{}.{noun}.{key}", role.word());
            if let Some(setting) = job.conf.setting(&setting) {
                return Written { artifact: job.artifact, route: setting.route.clone() };
            }
        }
        let is_application = job.is_some_and(|job| job.source == JobSource::SparkApplication);
        let home = if is_application { self.at.clone() } else { self.metadata() };
        Written { artifact: self.artifact, route: home.then(&*format!("{noun}s")).then(key) }
    }

    /// The metadata beside the spec.
    fn metadata(&self) -> Route {
        let home = self.at.steps().split_last().map_or(&[][..], |(_, home)| home);
        Route::ROOT.join(home).then("metadata")
    }
}
