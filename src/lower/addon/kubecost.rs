//! Kubecost: cost by job, namespace and label.

use serde_json::{Value, json};

use super::placement::{core, everywhere};
use super::{Delivery, Recipe, daemon};
use crate::model::Platform;

/// Kubecost, which reads the platform's Prometheus where there is one.
pub const RECIPE: Recipe = Recipe {
    name: "kubecost",
    delivery: Delivery::Chart,
    grant: None,
    values,
    daemon: daemon(50, 20),
};

fn values(platform: &Platform) -> Value {
    let shared = platform.addon("prometheus").is_some();
    // One way of scraping: by monitors, which only an operator's Prometheus knows.
    let monitored = shared.then(|| json!({ "enabled": true, "networkCosts": { "enabled": true } }));
    json!({
        "global": { "prometheus": prometheus(shared), "grafana": grafana() },
        "persistentVolume": { "size": "32Gi", "storageClass": platform.volume_class() },
        "networkCosts": { "enabled": true, "tolerations": everywhere() },
        "serviceMonitor": monitored,
        "prometheusRule": shared.then(|| json!({ "enabled": true })),
        "nodeSelector": core(platform),
    })
}

fn prometheus(shared: bool) -> Value {
    if shared {
        let server = "kube-prometheus-stack-prometheus.kube-prometheus-stack.svc";
        json!({ "enabled": false, "fqdn": format!("http://{server}:9090") })
    } else {
        json!({ "enabled": true })
    }
}

fn grafana() -> Value {
    json!({
        "enabled": false,
        "proxy": false,
        "domainName": "kube-prometheus-stack-grafana.kube-prometheus-stack.svc",
    })
}
