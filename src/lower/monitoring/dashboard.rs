//! The Grafana dashboard of Spark, as the ConfigMap that Grafana's side-car takes it from.

use k8s_openapi::api::core::v1::ConfigMap;
use serde_json::{Value, json};

use super::NAMESPACE;
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::model::Platform;
use crate::render::json::to_json;

/// A panel: its title, its unit in Grafana's words, its query, and what a line is called.
const PANELS: [(&str, &str, &str, &str); 8] = [
    (
        "Active tasks",
        "short",
        "sum by (application_id) (metrics_executor_activeTasks{namespace=~\"$namespace\"})",
        "{{application_id}}",
    ),
    (
        "Executors",
        "short",
        "count by (application_id) (metrics_executor_maxTasks{namespace=~\"$namespace\", executor_id!=\"driver\"})",
        "{{application_id}}",
    ),
    (
        "Completed tasks",
        "ops",
        "sum by (application_id) (rate(metrics_executor_completedTasks_total{namespace=~\"$namespace\"}[5m]))",
        "{{application_id}}",
    ),
    (
        "Failed tasks",
        "short",
        "sum by (application_id) (increase(metrics_executor_failedTasks_total{namespace=~\"$namespace\"}[5m]))",
        "{{application_id}}",
    ),
    (
        "JVM heap",
        "bytes",
        "sum by (application_id) (metrics_executor_JVMHeapMemory_bytes{namespace=~\"$namespace\"})",
        "{{application_id}}",
    ),
    (
        "Garbage collection",
        "percentunit",
        "sum by (application_id) (rate(metrics_executor_totalGCTime_seconds_total{namespace=~\"$namespace\"}[5m]))",
        "{{application_id}}",
    ),
    (
        "Shuffle read",
        "Bps",
        "sum by (application_id) (rate(metrics_executor_totalShuffleRead_bytes_total{namespace=~\"$namespace\"}[5m]))",
        "{{application_id}}",
    ),
    (
        "Shuffle write",
        "Bps",
        "sum by (application_id) (rate(metrics_executor_totalShuffleWrite_bytes_total{namespace=~\"$namespace\"}[5m]))",
        "{{application_id}}",
    ),
];

/// The ConfigMap.
pub fn config_map(platform: &Platform) -> Artifact {
    let mut metadata = namespaced("spark-dashboard", NAMESPACE);
    let labels = metadata.labels.get_or_insert_default();
    labels.insert("grafana_dashboard".to_owned(), "1".to_owned());
    let value = ConfigMap {
        metadata,
        data: Some([("spark.json".to_owned(), to_json(&dashboard()))].into()),
        ..ConfigMap::default()
    };
    let origin = platform.origin.then("addons").then("prometheus");
    let path = "kubernetes/monitoring/spark-dashboard.configmap.yaml";
    Artifact::data(Kind::ConfigMap, path, &value, &origin)
}

fn dashboard() -> Value {
    let panels: Vec<Value> = PANELS
        .iter()
        .enumerate()
        .map(|(index, (title, unit, query, legend))| {
            json!({
                "id": index + 1,
                "type": "timeseries",
                "title": title,
                "datasource": { "type": "prometheus", "uid": "${datasource}" },
                "gridPos": { "h": 8, "w": 12, "x": 12 * (index % 2), "y": 8 * (index / 2) },
                "fieldConfig": { "defaults": { "unit": unit }, "overrides": [] },
                "targets": [{ "refId": "A", "expr": query, "legendFormat": legend }],
            })
        })
        .collect();
    json!({
        "uid": "emrgen-spark",
        "title": "Spark on EMR on EKS",
        "schemaVersion": 39,
        "refresh": "30s",
        "time": { "from": "now-1h", "to": "now" },
        "templating": {
            "list": [
                { "name": "datasource", "type": "datasource", "query": "prometheus" },
                {
                    "name": "namespace",
                    "type": "query",
                    "datasource": { "type": "prometheus", "uid": "${datasource}" },
                    "query": "label_values(metrics_executor_activeTasks, namespace)",
                    "includeAll": true,
                    "multi": true,
                },
            ],
        },
        "panels": panels,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_lie_side_by_side_and_query_the_chosen_namespaces() {
        let dashboard = dashboard();
        let panels = dashboard["panels"].as_array().unwrap();
        let mut places = std::collections::BTreeSet::new();
        for panel in panels {
            let place = &panel["gridPos"];
            assert!(places.insert((place["x"].as_u64(), place["y"].as_u64())));
            assert!(panel["targets"][0]["expr"].as_str().unwrap().contains("$namespace"));
        }
    }
}
