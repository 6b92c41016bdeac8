use serde_json::{Value, json};

use super::{Delivery, RECIPES, lower, version};
use crate::artifact::{Artifact, Kind};
use crate::catalog::addons::ADDONS;
use crate::catalog::charts::{self, KeyVerdict};
use crate::catalog::eks_addons;
use crate::lower::testing::{read, value};
use crate::model::Platform;

const EVERYTHING: &str = "aws-load-balancer-controller: true, cloudwatch-metrics: true, \
    fluent-bit: true, fsx-csi-driver: true, spark-history-server: true, spark-operator: true, \
    yunikorn: true";

fn platform(cluster: &str, addons: &str, more: &str) -> Platform {
    read(&format!(
        "apiVersion: emrgen.io/v1
kind: Platform
name: lake
aws: {{ account: \"012345678901\", region: us-west-2, bucket: lake-data }}
cluster: {{ create: true, {cluster} }}
addons: {{ {addons} }}
{more}
"
    ))
}

fn everything() -> Platform {
    platform("", EVERYTHING, "pools: { etl: {} }")
}

fn values(artifacts: &[Artifact], addon: &str) -> Value {
    value(artifacts, &format!("helm/{addon}/values.yaml")).clone()
}

#[test]
fn every_known_addon_has_a_recipe_in_the_order_of_the_catalog() {
    let known: Vec<&str> = ADDONS.iter().map(|known| known.name).collect();
    let recipes: Vec<&str> = RECIPES.iter().map(|recipe| recipe.name).collect();
    assert_eq!(recipes, known);
    for recipe in RECIPES {
        let source = match recipe.delivery {
            Delivery::Chart => charts::chart(recipe.name).is_some(),
            Delivery::Eks | Delivery::EksBeforeNodes => eks_addons::eks_name(recipe.name).is_some(),
            Delivery::Service => true,
        };
        assert!(source, "{}", recipe.name);
    }
}

#[test]
fn x15_every_chart_is_pinned() {
    let platform = everything();
    for addon in platform.addons.values() {
        let is_chart = super::recipe(addon.name).delivery == Delivery::Chart;
        assert!(!is_chart || version(&platform, addon).is_some(), "{}", addon.name);
    }
}

#[test]
fn charts_know_every_key_that_they_are_given() {
    fn judge(chart: &charts::Chart, path: &str, value: &Value, wrong: &mut Vec<String>) {
        for (key, inner) in value.as_object().into_iter().flatten() {
            if let KeyVerdict::Unknown { .. } = chart.key(path, key) {
                wrong.push(format!("{}: {path}.{key}", chart.addon));
            }
            judge(chart, format!("{path}.{key}").trim_start_matches('.'), inner, wrong);
        }
    }
    let mut wrong = Vec::new();
    for artifact in lower(&everything()).iter().filter(|it| it.kind == Kind::HelmValues) {
        let addon = artifact.path.split('/').nth(1).unwrap();
        if let Some(chart) = charts::chart(addon) {
            judge(chart, "", artifact.value().unwrap(), &mut wrong);
            let roots = artifact.value().unwrap().as_object().unwrap().keys();
            wrong.extend(
                roots
                    .filter(|key| chart.key("", key) != KeyVerdict::Known)
                    .map(|key| format!("{addon}: {key}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn p14_system_pods_run_on_the_core_node_group() {
    let artifacts = lower(&everything());
    let selector = json!({ "NodeGroupType": "core" });
    let places = [
        ("karpenter", "/nodeSelector"),
        ("cluster-autoscaler", "/nodeSelector"),
        ("coredns", "/nodeSelector"),
        ("metrics-server", "/nodeSelector"),
        ("yunikorn", "/nodeSelector"),
        ("spark-operator", "/nodeSelector"),
        ("ebs-csi-driver", "/controller/nodeSelector"),
        ("prometheus", "/prometheus/prometheusSpec/nodeSelector"),
        ("prometheus", "/grafana/nodeSelector"),
    ];
    for (addon, pointer) in places {
        assert_eq!(values(&artifacts, addon).pointer(pointer), Some(&selector), "{addon}");
    }
}

#[test]
fn p13_daemonsets_run_on_nodes_of_every_pool() {
    let artifacts = lower(&everything());
    let everywhere = json!([{ "operator": "Exists" }]);
    for (addon, pointer) in [
        ("fluent-bit", "/tolerations"),
        ("cloudwatch-metrics", "/tolerations"),
        ("kubecost", "/networkCosts/tolerations"),
        ("prometheus", "/prometheus-node-exporter/tolerations"),
    ] {
        assert_eq!(values(&artifacts, addon).pointer(pointer), Some(&everywhere), "{addon}");
    }
    for addon in ["ebs-csi-driver", "fsx-csi-driver"] {
        assert_eq!(values(&artifacts, addon)["node"]["tolerateAllTaints"], true, "{addon}");
    }
}

#[test]
fn a_joined_cluster_has_no_core_node_group_to_select() {
    let platform = read(
        "apiVersion: emrgen.io/v1\nkind: Platform\nname: lake\naws: { account: \"012345678901\", region: us-west-2 }\naddons: { karpenter: true }\n",
    );
    let artifacts = lower(&platform);
    assert_eq!(values(&artifacts, "karpenter").get("nodeSelector"), None);
    assert_eq!(platform.addons.len(), 1, "only what the spec names");
}

#[test]
fn d05_gates_follow_from_the_pools_and_the_release() {
    let gates = |release: &str, pools: &str| {
        let cluster = format!("karpenter: \"{release}\"");
        let artifacts = lower(&platform(&cluster, "", &format!("pools: {{ {pools} }}")));
        values(&artifacts, "karpenter")["settings"].get("featureGates").cloned()
    };
    let static_pool = "fixed: { replicas: 3, limits: { nodes: 3 } }";
    assert_eq!(gates("1.8", static_pool), Some(json!({ "staticCapacity": true })));
    assert_eq!(gates("1.8", "etl: {}"), None);
    let reserved = gates("1.5", "etl: { capacity: [reserved, on-demand] }");
    assert_eq!(reserved, Some(json!({ "reservedCapacity": true })));
}

#[test]
fn spot_has_its_queue_and_its_role() {
    let artifacts = lower(&platform("interruptionQueue: my-queue", "", "pools: { etl: {} }"));
    assert_eq!(values(&artifacts, "karpenter")["settings"]["interruptionQueue"], "my-queue");
    let policy = value(&artifacts, "iam/lake-karpenter/permissions-policy.json").to_string();
    assert!(policy.contains(":my-queue"), "{policy}");
    assert!(policy.contains("AWSServiceRoleForEC2Spot"));
    assert!(policy.contains("role/lake-karpenter-node"));
}

#[test]
fn i18_i19_every_account_that_a_chart_uses_is_tied_to_its_role() {
    let artifacts = lower(&everything());
    let trust = value(&artifacts, "iam/lake-prometheus/trust-policy.json").to_string();
    for account in ["amp-iamproxy-ingest-service-account", "kube-prometheus-stack-grafana"] {
        let subject = format!("system:serviceaccount:kube-prometheus-stack:{account}");
        assert!(trust.contains(&subject), "{trust}");
    }
    let values = values(&artifacts, "prometheus");
    for part in ["prometheus", "grafana"] {
        let account = &values[part]["serviceAccount"];
        let role = &account["annotations"]["eks.amazonaws.com/role-arn"];
        assert_eq!(*role, "arn:aws:iam::012345678901:role/lake-prometheus", "{part}");
    }
}

#[test]
fn c10_pod_identity_leaves_no_trace_of_web_identities() {
    let artifacts = lower(&platform("identity: pod-identity", EVERYTHING, ""));
    for artifact in &artifacts {
        let text = artifact.value().unwrap().to_string();
        assert!(!text.contains("eks.amazonaws.com/role-arn"), "{}", artifact.path);
        assert!(!text.contains("AssumeRoleWithWebIdentity"), "{}", artifact.path);
    }
    let request = value(&artifacts, "iam/lake-ebs-csi-driver/pod-identity-1.json");
    assert_eq!(request["serviceAccount"], "ebs-csi-controller-sa");
    assert_eq!(request["namespace"], "kube-system");
    assert_eq!(values(&artifacts, "spark-history-server")["serviceAccount"]["create"], false);
}

#[test]
fn i20_no_password_is_in_any_values() {
    for artifact in lower(&everything()).iter().filter(|it| it.kind == Kind::HelmValues) {
        let value = artifact.value().unwrap();
        let password = value.pointer("/grafana/adminPassword").and_then(Value::as_str);
        assert!(password.is_none_or(str::is_empty), "{}", artifact.path);
        assert!(!value.to_string().contains("prom-operator"));
    }
}

#[test]
fn m13_metrics_are_written_where_there_is_a_workspace() {
    let artifacts = lower(&everything());
    let spec = values(&artifacts, "prometheus")["prometheus"]["prometheusSpec"].clone();
    let url = spec["remoteWrite"][0]["url"].as_str().unwrap();
    let rest = url.strip_prefix("https://aps-workspaces.us-west-2.amazonaws.com/workspaces/");
    assert!(rest.is_some_and(|rest| rest.ends_with("/api/v1/remote_write")), "{url}");
    assert_eq!(spec["retention"], "5h");
    let artifacts = lower(&platform("", "amazon-managed-prometheus: false", ""));
    let spec = values(&artifacts, "prometheus")["prometheus"]["prometheusSpec"].clone();
    assert_eq!((spec.get("remoteWrite"), &spec["retention"]), (None, &json!("15d")));
}

#[test]
fn m07_kubecost_is_scraped_one_way() {
    let artifacts = lower(&everything());
    assert_eq!(values(&artifacts, "kubecost")["serviceMonitor"]["enabled"], true);
    let prometheus = values(&artifacts, "prometheus").to_string();
    assert!(!prometheus.contains("kubecost"), "{prometheus}");
}

#[test]
fn m09_the_history_server_reads_what_its_policy_lets_it() {
    let artifacts = lower(&everything());
    let store = values(&artifacts, "spark-history-server")["logStore"]["s3"].clone();
    assert_eq!(
        (&store["bucket"], &store["eventLogsPath"]),
        (&json!("lake-data"), &json!("spark-event-logs/"))
    );
    let policy = value(&artifacts, "iam/lake-spark-history-server/permissions-policy.json");
    assert!(policy.to_string().contains("arn:aws:s3:::lake-data/spark-event-logs/*"));
}

#[test]
fn m11_m14_logs_go_to_the_group_that_is_made_and_buffers_lie_where_the_image_has_room() {
    let artifacts = lower(&everything());
    let logs = values(&artifacts, "fluent-bit");
    assert_eq!(logs["cloudWatchLogs"]["logGroupName"], "/lake/aws-fluentbit-logs");
    assert_eq!(logs["cloudWatchLogs"]["logGroupTemplate"], "");
    assert_eq!(logs["cloudWatchLogs"]["autoCreateGroup"], false);
    assert_eq!(logs["s3"].get("storeDir"), None);
}

#[test]
fn v30_volumes_of_addons_are_of_a_class_that_there_is() {
    let claim = |platform: &Platform| {
        let artifacts = lower(platform);
        let spec = values(&artifacts, "prometheus")["prometheus"]["prometheusSpec"].clone();
        let class = spec["storageSpec"]["volumeClaimTemplate"]["spec"]["storageClassName"].clone();
        let cost = values(&artifacts, "kubecost")["persistentVolume"]["storageClass"].clone();
        assert_eq!(class, cost);
        class
    };
    assert_eq!(claim(&everything()), "gp3");
    let own = platform("", "", "storage: { fast: { ebs: {}, default: true } }");
    assert_eq!(claim(&own), "fast");
    assert!(!own.storage.contains_key("gp3"));
}

#[test]
fn s18_the_autoscaler_is_of_the_clusters_release() {
    let artifacts = lower(&platform("kubernetes: \"1.32\"", "", ""));
    let tag = values(&artifacts, "cluster-autoscaler")["image"]["tag"].clone();
    assert!(tag.as_str().unwrap().starts_with("v1.32."), "{tag}");
}

#[test]
fn g07_g08_yunikorn_schedules_what_asks_for_it() {
    let artifacts = lower(&everything());
    let values = values(&artifacts, "yunikorn");
    assert_eq!(values["embedAdmissionController"], false);
    assert!(!values.to_string().contains("operatorPlugins"));
    let queues = values["yunikornDefaults"]["queues.yaml"].as_str().unwrap();
    let queues: Value = serde_json::from_str(queues).unwrap();
    let root = &queues["partitions"][0]["queues"][0];
    let names: Vec<&str> =
        root["queues"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names, ["default", "dev", "prod", "test"]);
}

#[test]
fn c13_the_operator_is_of_the_newest_release_that_it_runs() {
    let version = |release: &str| {
        let team = format!(
            "---\napiVersion: emrgen.io/v1\nkind: Team\nname: ads\njobs: {{ a: {{ runner: spark-operator, release: {release}, entryPoint: \"local:///a.py\", pool: etl }} }}"
        );
        let platform =
            platform("", "spark-operator: true", &format!("pools: {{ etl: {{}} }}\n{team}"));
        version(&platform, &platform.addons["spark-operator"]).unwrap()
    };
    assert_eq!(version("emr-7.9.0"), "7.9.0");
    assert_eq!(version("emr-6.15.0"), "7.12.0");
}

#[test]
fn the_spec_has_the_last_word_on_values_and_version() {
    let addons = "kubecost: { version: 9.9.9, values: { global: { grafana: { enabled: true } }, mine: [1] } }";
    let platform = platform("", addons, "");
    let artifacts = lower(&platform);
    let values = values(&artifacts, "kubecost");
    assert_eq!(values["global"]["grafana"]["enabled"], true);
    assert_eq!(values["global"]["grafana"]["proxy"], false);
    assert_eq!(values["mine"], json!([1]));
    assert_eq!(version(&platform, &platform.addons["kubecost"]).unwrap(), "9.9.9");
    let artifact = artifacts.iter().find(|it| it.path == "helm/kubecost/values.yaml").unwrap();
    let crate::source::Place::At { route, .. } =
        artifact.place(&crate::route!["global", "grafana", "enabled"])
    else {
        panic!()
    };
    assert_eq!(route.to_string(), "addons.kubecost.values.global.grafana.enabled");
}

#[test]
fn names_of_roles_fit_however_long_the_clusters_is() {
    let platform = read(&format!(
        "apiVersion: emrgen.io/v1\nkind: Platform\nname: {}\naws: {{ account: \"012345678901\", region: us-west-2 }}\ncluster: {{ create: true }}\n",
        "a".repeat(100)
    ));
    let mut names: Vec<String> =
        RECIPES.iter().map(|recipe| super::role(&platform, recipe).to_string()).collect();
    assert!(names.iter().all(|name| name.len() <= 64));
    names.sort();
    names.dedup();
    assert_eq!(names.len(), RECIPES.len());
}
