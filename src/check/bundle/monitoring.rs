//! Where a job's logs go.

use serde_json::{Map, Value};

use super::{Job, JobSource};
use crate::source::Route;

impl Job<'_> {
    /// What EMR is told about logs and the Spark UI, and where; `None` where nothing is said.
    #[must_use]
    pub fn monitoring(&self) -> Option<(&Map<String, Value>, Route)> {
        let home = match self.source {
            JobSource::StartJobRun => "",
            JobSource::JobTemplate => "/jobTemplateData",
            JobSource::SparkApplication => return None,
        };
        let pointer = format!("{home}/configurationOverrides/monitoringConfiguration");
        let map = self.artifact.value()?.pointer(&pointer)?.as_object()?;
        Some((map, Route::from_pointer(&pointer)))
    }

    /// The log group in CloudWatch, and its place.
    #[must_use]
    pub fn log_group(&self) -> Option<(&str, Route)> {
        let (monitoring, route) = self.monitoring()?;
        let part = "cloudWatchMonitoringConfiguration";
        let name = monitoring.get(part)?.get("logGroupName")?.as_str()?;
        Some((name, route.then(part).then("logGroupName")))
    }

    /// The prefix in S3, and its place.
    #[must_use]
    pub fn log_uri(&self) -> Option<(&str, Route)> {
        let (monitoring, route) = self.monitoring()?;
        let part = "s3MonitoringConfiguration";
        let uri = monitoring.get(part)?.get("logUri")?.as_str()?;
        Some((uri, route.then(part).then("logUri")))
    }
}
