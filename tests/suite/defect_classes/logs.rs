//! M: logs, metrics and what they cost.

use std::collections::BTreeSet;

use emrgen::artifact::Kind;
use serde_json::Value;

use super::{built, edited, entries, items, texts, word};

fn namespaces() -> BTreeSet<&'static str> {
    built().values(Kind::Namespace).map(|it| word(&it["metadata"]["name"])).collect()
}

fn monitors() -> Vec<&'static Value> {
    let found: Vec<_> =
        built().values(Kind::PodMonitor).chain(built().values(Kind::ServiceMonitor)).collect();
    assert_eq!(found.len(), 2);
    found
}

fn endpoint(monitor: &Value) -> &Value {
    let key = if monitor["kind"] == "PodMonitor" { "podMetricsEndpoints" } else { "endpoints" };
    &monitor["spec"][key][0]
}

#[test]
fn m01_m02_m03_logs_go_to_a_prefix_of_the_platforms_bucket() {
    let bucket = word(&built().resources("aws_s3_bucket")[0]["bucket"]);
    for job in built().jobs() {
        let monitoring = &job.request["configurationOverrides"]["monitoringConfiguration"];
        let uri = word(&monitoring["s3MonitoringConfiguration"]["logUri"]);
        assert!(uri.starts_with(&format!("s3://{bucket}/{}/", job.team)), "{uri}");
        assert!(monitoring.get("containerLogRotationConfiguration").is_none());
    }
}

#[test]
fn m04_m05_monitors_select_a_port_and_labels_that_spark_sets() {
    for monitor in monitors() {
        // The name that Spark gives the port of its UI, on pod and service.
        assert_eq!(endpoint(monitor)["port"], "spark-ui");
        let labels: Vec<_> = entries(&monitor["spec"]["selector"]["matchLabels"]).collect();
        let [(key, value)] = labels[..] else { panic!("{labels:?}") };
        for job in built().jobs() {
            let of_service = job.conf(&format!("spark.kubernetes.driver.service.label.{key}"));
            let of_pod = (key == "spark-role").then(|| "driver".to_owned());
            assert_eq!(of_pod.or(of_service).as_deref(), Some(word(value)), "{}", job.name);
        }
    }
}

#[test]
fn m06_monitors_look_into_the_namespaces_of_all_teams() {
    for monitor in monitors() {
        let looked: BTreeSet<&str> =
            items(&monitor["spec"]["namespaceSelector"]["matchNames"]).map(word).collect();
        assert_eq!(looked, namespaces());
    }
    // Prometheus is let in where it comes to.
    for policy in built().values(Kind::NetworkPolicy) {
        let text = policy["spec"]["ingress"].to_string();
        assert!(text.contains("kube-prometheus-stack") && text.contains("4040"), "{text}");
    }
}

#[test]
fn m07_m08_metrics_are_scraped_once_at_the_path_where_they_are() {
    for job in built().jobs() {
        let mut found = Vec::new();
        texts(job.request, &mut found);
        job.templates().iter().for_each(|template| texts(template, &mut found));
        assert!(!found.iter().any(|text| text.contains("prometheus.io/scrape")), "{}", job.name);
        let sink = job.conf("spark.metrics.conf.*.sink.prometheusServlet.path").unwrap();
        let service = built().values(Kind::ServiceMonitor).next().unwrap();
        assert_eq!(endpoint(service)["path"], sink);
        assert_eq!(job.conf("spark.ui.prometheus.enabled").as_deref(), Some("true"));
    }
    for monitor in monitors() {
        assert!(!word(&endpoint(monitor)["path"]).contains("//"));
    }
}

#[test]
fn m09_operator_jobs_write_where_the_history_server_reads_and_may_do_so() {
    let store = &built().at("helm/spark-history-server/values.yaml")["logStore"]["s3"];
    let read = format!("s3://{}/{}", word(&store["bucket"]), word(&store["eventLogsPath"]));
    for application in built().values(Kind::SparkApplication) {
        let conf = &application["spec"]["sparkConf"];
        assert_eq!(
            (word(&conf["spark.eventLog.enabled"]), word(&conf["spark.eventLog.dir"])),
            ("true", read.as_str())
        );
    }
    let policy = built().at("iam/emr-eks-karpenter-spark-team-a/permissions-policy.json");
    let objects = format!("arn:aws:s3:::{}*", &read["s3://".len()..]);
    let may = items(&policy["Statement"]).any(|one| {
        items(&one["Action"]).any(|it| word(it) == "s3:PutObject")
            && items(&one["Resource"]).any(|it| word(it) == objects)
    });
    assert!(may, "{objects}");
}

fn with_logging() -> super::Built {
    edited(&[(
        "emrgen.yaml",
        "  yunikorn: true",
        "  yunikorn: true\n  fluent-bit: true\n  cloudwatch-metrics: true",
    )])
}

#[test]
fn m06_m10_m11_fluent_bit_reads_every_pod_and_buffers_where_its_image_has_room() {
    let built = with_logging();
    let values = built.at("helm/fluent-bit/values.yaml");
    assert!(values.get("input").is_none(), "the chart's own reads all containers");
    let mut found = Vec::new();
    texts(values, &mut found);
    assert!(!found.iter().any(|text| text.contains('\\')), "{found:?}");
    assert!(values["s3"].get("storeDir").is_none(), "the chart's own is in the image");
}

#[test]
fn m14_i04_what_fluent_bit_writes_to_is_made_and_it_may_write_nowhere_else() {
    let built = with_logging();
    let values = built.at("helm/fluent-bit/values.yaml");
    let group = word(&values["cloudWatchLogs"]["logGroupName"]);
    let made = built.resources("aws_cloudwatch_log_group");
    let made = made.iter().find(|it| it["name"] == group).unwrap();
    assert_eq!(made["retention_in_days"], 30);
    assert_eq!(values["cloudWatchLogs"]["autoCreateGroup"], false);
    let policy = built.at("iam/emr-eks-karpenter-fluent-bit/permissions-policy.json");
    let key = word(&values["s3"]["s3KeyFormat"]);
    let prefix = key.trim_start_matches('/').split('$').next().unwrap();
    for arn in items(&policy["Statement"]).flat_map(|one| items(&one["Resource"])).map(word) {
        let of_group = arn.contains(&format!("log-group:{group}"));
        let of_bucket = arn == format!("arn:aws:s3:::{}/{prefix}*", word(&values["s3"]["bucket"]));
        assert!(of_group || of_bucket, "{arn}");
    }
}

#[test]
fn m13_metrics_are_written_to_the_workspace_that_is_made() {
    assert_eq!(built().resources("aws_prometheus_workspace").len(), 1);
    let files = built().values(Kind::TerraformConfiguration);
    let values: Vec<&Value> =
        files.filter_map(|file| file["locals"].get("values_prometheus")).collect();
    let spec = &values[0]["prometheus"]["prometheusSpec"];
    assert!(word(&spec["remoteWrite"][0]["url"]).contains("${aws_prometheus_workspace.this.id}"));
    let off = edited(&[(
        "emrgen.yaml",
        "  yunikorn: true",
        "  yunikorn: true\n  amazon-managed-prometheus: false",
    )]);
    assert!(!off.terraform().contains_key("aws_prometheus_workspace.this"));
    assert!(!off.at("helm/prometheus/values.yaml").to_string().contains("remoteWrite"));
}
