//! What Prometheus scrapes of Spark, and the dashboard that shows it.

mod dashboard;
mod monitors;

use crate::artifact::Artifact;
use crate::model::Platform;

/// The namespace of Prometheus and Grafana.
pub const NAMESPACE: &str = "kube-prometheus-stack";
/// Spark's name of the port that its UI and its metrics are on, at pods and at services.
const PORT: &str = "spark-ui";

/// The monitoring of Spark; none without Prometheus or without anything to scrape.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    let scraped = platform.teams.iter().any(|team| team.jobs.values().any(|job| job.prometheus));
    if platform.addon("prometheus").is_none() || !scraped {
        return Vec::new();
    }
    vec![
        monitors::executors(platform),
        monitors::drivers(platform),
        dashboard::config_map(platform),
    ]
}
