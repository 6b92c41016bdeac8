//! Where in the spec each key of a job's Spark configuration was said.

use serde_json::Map;

use super::pod::Role;
use crate::artifact::Artifact;
use crate::model::{Job, Origin};
use crate::source::Route;

/// The fields of a pod behind the keys of its configuration; `*` stands for the role.
const OF_PODS: [(&str, &[&str]); 7] = [
    ("spark.*.cores", &["cores"]),
    ("spark.*.memory", &["memory"]),
    ("spark.*.memoryOverhead", &["overhead"]),
    ("spark.*.instances", &["instances"]),
    ("spark.kubernetes.*.request.cores", &["cpu", "request"]),
    ("spark.kubernetes.*.limit.cores", &["cpu", "limit"]),
    ("spark.kubernetes.*.volumes", &["scratch"]),
];

/// The fields of a job behind other keys, and behind all keys below them.
const OF_JOBS: [(&str, &[&str]); 12] = [
    ("spark.dynamicAllocation", &["executors", "instances"]),
    ("spark.dynamicAllocation.minExecutors", &["executors", "instances", "min"]),
    ("spark.dynamicAllocation.maxExecutors", &["executors", "instances", "max"]),
    ("spark.kubernetes.container.image", &["image"]),
    ("spark.kubernetes.local.dirs.tmpfs", &["scratch"]),
    ("spark.kubernetes.scheduler.name", &["scheduler"]),
    ("spark.hadoop.hive.metastore", &["catalog"]),
    ("spark.jars", &["tableFormat"]),
    ("spark.serializer", &["tableFormat"]),
    ("spark.sql", &["tableFormat"]),
    ("spark.sql.catalogImplementation", &["catalog"]),
    ("spark.ui.prometheus", &["monitoring", "prometheus"]),
];

/// Says of each key of the configuration at `pointer`, a JSON pointer, where it came from.
pub fn conf(mut artifact: Artifact, pointer: &str, job: &Job) -> Artifact {
    let home = Route::from_pointer(pointer);
    let properties = artifact.value().and_then(|value| value.pointer(pointer)?.as_object());
    let keys: Vec<String> = properties.into_iter().flat_map(Map::keys).cloned().collect();
    for key in keys {
        if let Some(origin) = of_key(job, &key) {
            artifact = artifact.from(home.then(&key), &origin);
        }
    }
    artifact
}

fn of_key(job: &Job, key: &str) -> Option<Origin> {
    if job.conf.contains_key(key) {
        return Some(job.origin.then("conf").then(key));
    }
    let of_pod = Role::ALL.into_iter().find_map(|role| {
        let is_named = |named: &&(&str, _)| is_below(key, &named.0.replace('*', role.word()));
        let (_, fields) = OF_PODS.iter().find(is_named)?;
        Some(below(&job.origin.then(role.key()), fields))
    });
    of_pod.or_else(|| {
        let named = OF_JOBS.iter().filter(|(named, _)| is_below(key, named));
        let (_, fields) = named.max_by_key(|(named, _)| named.len())?;
        Some(below(&job.origin, fields))
    })
}

fn is_below(key: &str, named: &str) -> bool {
    key.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn below(origin: &Origin, fields: &[&str]) -> Origin {
    fields.iter().fold(origin.clone(), |origin, field| origin.then(*field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_below_whole_words() {
        assert!(
            is_below("spark.jars", "spark.jars") && is_below("spark.jars.packages", "spark.jars")
        );
        assert!(!is_below("spark.driver.memoryOverhead", "spark.driver.memory"));
    }
}
