//! PodMonitor and ServiceMonitor, monitoring.coreos.com/v1.
//!
//! A driver shows two sets of metrics on one port: its own, and those of its executors. Each is
//! scraped once: the first through the driver's service, the second at the driver's pod.

use serde_json::{Value, json};

use super::{NAMESPACE, PORT};
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::lower::spark::METRICS_LABEL;
use crate::model::Platform;

/// Scrapes executors' metrics at the pods of drivers.
pub fn executors(platform: &Platform) -> Artifact {
    let name = "spark-executors";
    let value = json!({
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PodMonitor",
        "metadata": namespaced(name, NAMESPACE),
        "spec": {
            "namespaceSelector": { "matchNames": namespaces(platform) },
            // Spark itself puts this label on drivers.
            "selector": { "matchLabels": { "spark-role": "driver" } },
            "podMetricsEndpoints": [
                { "port": PORT, "path": "/metrics/executors/prometheus/", "interval": "30s" }
            ],
        },
    });
    artifact(Kind::PodMonitor, name, "podmonitor", &value, platform)
}

/// Scrapes drivers' metrics through their services, which carry the label from Spark 3.4 on.
pub fn drivers(platform: &Platform) -> Artifact {
    let name = "spark-drivers";
    let (key, label) = METRICS_LABEL;
    let value = json!({
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "ServiceMonitor",
        "metadata": namespaced(name, NAMESPACE),
        "spec": {
            "namespaceSelector": { "matchNames": namespaces(platform) },
            "selector": { "matchLabels": { key: label } },
            "endpoints": [
                { "port": PORT, "path": "/metrics/driver/prometheus/", "interval": "30s" }
            ],
        },
    });
    artifact(Kind::ServiceMonitor, name, "servicemonitor", &value, platform)
}

fn namespaces(platform: &Platform) -> Vec<String> {
    platform.teams.iter().map(|team| team.namespace.to_string()).collect()
}

fn artifact(kind: Kind, name: &str, suffix: &str, value: &Value, platform: &Platform) -> Artifact {
    let path = format!("kubernetes/monitoring/{name}.{suffix}.yaml");
    let origin = platform.origin.then("addons").then("prometheus");
    Artifact::data(kind, path, value, &origin).overridden(&platform.overrides, &platform.origin)
}
