//! The Spark configuration of a job: the classification `spark-defaults`.

use indexmap::IndexMap;

use super::pod::Role;
use super::sizes::{sizes, spark_version};
use super::{gang, pod_template, scratch, table_format};
use crate::model::Job;
use crate::units::MinorVersion;

/// The label by which the ServiceMonitor finds the services of drivers.
pub const METRICS_LABEL: (&str, &str) = ("emrgen.io/metrics", "driver");

/// The whole configuration; what the spec says under `conf` wins.
pub fn conf(job: &Job) -> IndexMap<String, String> {
    let mut conf = sizes(job);
    for role in Role::ALL {
        let key = format!("spark.kubernetes.{}.podTemplateFile", role.word());
        conf.insert(key, format!("{}{}", job.home, pod_template::file_name(role)));
        scratch::conf(role, role.shape(job), &mut conf);
    }
    if let Some(image) = &job.image {
        conf.insert("spark.kubernetes.container.image".to_owned(), image.clone());
    }
    decommission(&mut conf);
    if let Some(yunikorn) = &job.yunikorn {
        gang::conf(yunikorn, &mut conf);
    }
    if job.prometheus {
        prometheus(job, &mut conf);
    }
    table_format::conf(job, &mut conf);
    conf.extend(job.conf.clone());
    conf
}

/// An executor whose node goes hands its blocks to others first.
fn decommission(conf: &mut IndexMap<String, String>) {
    for key in [
        "spark.decommission.enabled",
        "spark.storage.decommission.enabled",
        "spark.storage.decommission.rddBlocks.enabled",
        "spark.storage.decommission.shuffleBlocks.enabled",
    ] {
        conf.insert(key.to_owned(), "true".to_owned());
    }
}

/// Driver metrics at `/metrics/driver/prometheus/`, executor metrics at
/// `/metrics/executors/prometheus/`, both on the driver's UI port; the label lets the monitors
/// find the driver's service.
fn prometheus(job: &Job, conf: &mut IndexMap<String, String>) {
    for (key, value) in [
        ("spark.ui.prometheus.enabled", "true"),
        ("spark.executor.processTreeMetrics.enabled", "true"),
        ("spark.metrics.appStatusSource.enabled", "true"),
        (
            "spark.metrics.conf.*.sink.prometheusServlet.class",
            "org.apache.spark.metrics.sink.PrometheusServlet",
        ),
        ("spark.metrics.conf.*.sink.prometheusServlet.path", "/metrics/driver/prometheus/"),
    ] {
        conf.insert(key.to_owned(), value.to_owned());
    }
    // Services of drivers take labels from Spark 3.4 on.
    if spark_version(job) >= MinorVersion::new(3, 4) {
        let (key, value) = METRICS_LABEL;
        conf.insert(format!("spark.kubernetes.driver.service.label.{key}"), value.to_owned());
    }
}
