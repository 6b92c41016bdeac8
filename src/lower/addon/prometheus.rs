//! Prometheus with Grafana, and the workspace of Amazon Managed Prometheus that keeps the metrics.

use serde_json::{Value, json};

use super::account::{Grant, service_account};
use super::placement::{core, everywhere};
use super::{Delivery, Recipe, daemon};
use crate::artifact::iam::{Policy, Statement};
use crate::model::{Late, Platform};

/// Prometheus' own account: that of Amazon's guide.
const PROMETHEUS: &str = "amp-iamproxy-ingest-service-account";
const GRAFANA: &str = "kube-prometheus-stack-grafana";

/// The workspace.
pub const WORKSPACE: Recipe = Recipe {
    name: "amazon-managed-prometheus",
    delivery: Delivery::Service,
    grant: None,
    values: |_| Value::Null,
    daemon: None,
};

/// kube-prometheus-stack.
pub const RECIPE: Recipe = Recipe {
    name: "prometheus",
    delivery: Delivery::Chart,
    grant: Some(Grant { accounts: &[PROMETHEUS, GRAFANA], managed: &[], policy }),
    values,
    daemon: daemon(0, 0),
};

fn values(platform: &Platform) -> Value {
    let core = core(platform);
    let off = json!({ "enabled": false });
    json!({
        "prometheus": {
            "serviceAccount": service_account(platform, &RECIPE, PROMETHEUS),
            "prometheusSpec": prometheus(platform),
        },
        "grafana": grafana(platform),
        "alertmanager": off,
        // EKS runs these where nobody can scrape them.
        "kubeControllerManager": off,
        "kubeEtcd": off,
        "kubeScheduler": off,
        "prometheusOperator": {
            "nodeSelector": core,
            "admissionWebhooks": { "patch": { "nodeSelector": core } },
        },
        "kube-state-metrics": { "nodeSelector": core },
        "prometheus-node-exporter": { "tolerations": everywhere() },
    })
}

fn prometheus(platform: &Platform) -> Value {
    // What the workspace keeps for months need not lie on a volume for days.
    let retention = if workspace(platform).is_some() { "5h" } else { "15d" };
    json!({
        "retention": retention,
        "scrapeInterval": "30s",
        "scrapeTimeout": "10s",
        "evaluationInterval": "30s",
        "podMonitorSelectorNilUsesHelmValues": false,
        "serviceMonitorSelectorNilUsesHelmValues": false,
        "nodeSelector": core(platform),
        "storageSpec": { "volumeClaimTemplate": {
            "metadata": { "name": "data" },
            "spec": {
                "accessModes": ["ReadWriteOnce"],
                "storageClassName": platform.volume_class(),
                "resources": { "requests": { "storage": "50Gi" } },
            },
        } },
        "remoteWrite": workspace(platform).map(|workspace| json!([{
            "url": format!("{workspace}/api/v1/remote_write"),
            "sigv4": { "region": platform.aws.region },
            "queueConfig": { "maxSamplesPerSend": 1000, "maxShards": 200, "capacity": 2500 },
        }])),
        "additionalScrapeConfigs": yunikorn(platform),
    })
}

/// The address of the workspace; its metrics are only ever written and read under this name.
fn workspace(platform: &Platform) -> Option<String> {
    platform.addon(WORKSPACE.name)?;
    let region = &platform.aws.region;
    let suffix = platform.aws.partition().dns_suffix();
    let id = platform.late(&Late::PrometheusWorkspaceId);
    Some(format!("https://aps-workspaces.{region}.{suffix}/workspaces/{id}"))
}

/// YuniKorn brings no monitor of its own.
fn yunikorn(platform: &Platform) -> Option<Value> {
    platform.addon("yunikorn")?;
    Some(json!([{
        "job_name": "yunikorn",
        "scrape_interval": "1m",
        "metrics_path": "/ws/v1/metrics",
        "static_configs": [{ "targets": ["yunikorn-service.yunikorn.svc:9080"] }],
    }]))
}

/// The administrator's password is made up by the chart and lies in the secret of its release: an
/// empty one in the values means that none is given, where the stack's default is well known.
fn grafana(platform: &Platform) -> Value {
    let region = &platform.aws.region;
    let source = |url: String| {
        json!([{
            "name": "amazon-managed-prometheus",
            "type": "prometheus",
            "access": "proxy",
            "url": url,
            "jsonData": {
                "sigV4Auth": true,
                "sigV4AuthType": "default",
                "sigV4Region": region,
            },
        }])
    };
    let signs = workspace(platform).map(|_| json!({ "auth": { "sigv4_auth_enabled": true } }));
    json!({
        "adminPassword": "",
        "serviceAccount": service_account(platform, &RECIPE, GRAFANA),
        "additionalDataSources": workspace(platform).map(source),
        "grafana.ini": signs,
        // The dashboard of Spark is a ConfigMap in the namespace of monitoring.
        "sidecar": { "dashboards": { "enabled": true, "searchNamespace": "ALL" } },
        "nodeSelector": core(platform),
    })
}

/// Writing to the workspace and reading from it; nothing without one.
fn policy(platform: &Platform) -> Option<Policy> {
    platform.addon(WORKSPACE.name)?;
    let actions = [
        "aps:GetLabels",
        "aps:GetMetricMetadata",
        "aps:GetSeries",
        "aps:QueryMetrics",
        "aps:RemoteWrite",
    ];
    // The id is AWS' own, so the workspace is told by the tag that Terraform puts on it.
    let workspaces = [platform.arn("aps", "workspace/*")];
    let statement = Statement::allow("Metrics", &actions, workspaces).when(
        "StringEquals",
        "aws:ResourceTag/Name",
        platform.prometheus_alias(),
    );
    Some(Policy::new(vec![statement]))
}
