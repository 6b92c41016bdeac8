//! Where a job's logs go.

use serde_json::{Map, Value};

use super::{Job, JobSource};
use crate::source::Route;

impl Job<'_> {
    /// What EMR is told about logs and the Spark UI, and where; `None` where nothing is said.
    #[must_use]
    pub fn monitoring(&self) -> Option<(&Map<String, Value>, Route)> {
        if self.source == JobSource::SparkApplication {
            return None;
        }
        let pointer = "/configurationOverrides/monitoringConfiguration";
        Some((self.field(pointer)?.as_object()?, self.place(pointer)))
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
