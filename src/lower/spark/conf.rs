//! The Spark configuration of a job: the classification `spark-defaults`.

use indexmap::IndexMap;

use super::pod::Role;
use super::{gang, pod_template, scratch, table_format};
use crate::catalog::emr::{self, EmrRelease};
use crate::model::{Job, Shape};
use crate::spec::Instances;
use crate::units::MinorVersion;

/// The label by which the ServiceMonitor finds the services of drivers.
pub const METRICS_LABEL: (&str, &str) = ("emrgen.io/metrics", "driver");

/// The version of Spark in the release's image; of a release newer than the catalog, the last 3.x.
pub fn spark_version(job: &Job) -> MinorVersion {
    let known = emr::release(&job.release).and_then(EmrRelease::spark_version);
    known.unwrap_or_else(|| MinorVersion::new(3, 5))
}

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

/// How large and how many the pods are, `conf` included, as it may say so too.
pub fn sizes(job: &Job) -> IndexMap<String, String> {
    let mut conf = IndexMap::new();
    for role in Role::ALL {
        size(role.word(), role.shape(job), &mut conf);
    }
    let mut set = |key: &str, value: String| conf.insert(key.to_owned(), value);
    match job.executors.instances {
        Instances::Fixed(count) => {
            set("spark.executor.instances", count.to_string());
            set("spark.dynamicAllocation.enabled", "false".to_owned());
        }
        Instances::Dynamic { min, max } => {
            set("spark.dynamicAllocation.enabled", "true".to_owned());
            // There is no external shuffle service on Kubernetes.
            set("spark.dynamicAllocation.shuffleTracking.enabled", "true".to_owned());
            set("spark.dynamicAllocation.minExecutors", min.unwrap_or(0).to_string());
            set("spark.dynamicAllocation.maxExecutors", max.to_string());
        }
    }
    conf.extend(job.conf.clone());
    conf
}

fn size(word: &str, shape: &Shape, conf: &mut IndexMap<String, String>) {
    conf.insert(format!("spark.{word}.cores"), shape.cores.to_string());
    conf.insert(format!("spark.{word}.memory"), shape.memory.to_string());
    let optional = [
        (format!("spark.{word}.memoryOverhead"), shape.overhead.as_ref().map(ToString::to_string)),
        (
            format!("spark.kubernetes.{word}.request.cores"),
            shape.cpu_request.as_ref().map(ToString::to_string),
        ),
        (
            format!("spark.kubernetes.{word}.limit.cores"),
            shape.cpu_limit.as_ref().map(ToString::to_string),
        ),
    ];
    conf.extend(optional.into_iter().filter_map(|(key, value)| Some((key, value?))));
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
