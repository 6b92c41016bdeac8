//! How large and how many the pods of a job are, in Spark's words.

use indexmap::IndexMap;

use super::pod::Role;
use crate::catalog::emr::{self, EmrRelease};
use crate::model::{Job, Shape};
use crate::spec::Instances;
use crate::units::MinorVersion;

/// The version of Spark in the release's image; of a release newer than the catalog, the last 3.x.
pub fn spark_version(job: &Job) -> MinorVersion {
    let known = emr::release(&job.release).and_then(EmrRelease::spark_version);
    known.unwrap_or_else(|| MinorVersion::new(3, 5))
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
