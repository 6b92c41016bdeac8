//! The pods of a SparkApplication, whose fields are those of a pod spec but for the containers.

use k8s_openapi::api::core::v1::PodSpec;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Pod, Role, read, silent, title};
use crate::check::bundle::Job;

/// Fields of a pod spec that a driver or executor of an application has as they are.
const FIELDS: [&str; 5] =
    ["nodeSelector", "affinity", "tolerations", "initContainers", "terminationGracePeriodSeconds"];

/// The driver and the executors of an application.
pub fn of_application<'a>(index: usize, job: &Job<'a>) -> Vec<Pod<'a>> {
    let pods = [(Role::Driver, "driver"), (Role::Executor, "executor")];
    pods.into_iter().filter_map(|(role, part)| of_part(index, job, role, part)).collect()
}

fn of_part<'a>(index: usize, job: &Job<'a>, role: Role, part: &str) -> Option<Pod<'a>> {
    let spec = job.field("")?;
    let own = spec.get(part).unwrap_or(&Value::Null);
    let template = own.get("template");
    let pod = Pod {
        job: Some(index),
        labels: read::texts(own.get("labels")),
        annotations: read::texts(own.get("annotations")),
        spec: PodSpec::deserialize(pod_spec(spec, own, template)).ok()?,
        ..silent(job.artifact, job.home.then(part), role, title(role, job))
    };
    Some(read::with_conf(pod, job))
}

/// What the operator makes of an application: its template, its own fields, those for both pods.
fn pod_spec(spec: &Value, own: &Value, template: Option<&Value>) -> Value {
    let template = template.and_then(|template| template.get("spec")?.as_object()).cloned();
    let mut all = template.unwrap_or_else(|| Map::from_iter([("containers".into(), json!([]))]));
    for key in FIELDS {
        let shared = if key == "nodeSelector" { spec.get(key) } else { None };
        if let Some(value) = own.get(key).or(shared) {
            all.insert(key.to_owned(), value.clone());
        }
    }
    let scheduler = own.get("schedulerName").or_else(|| spec.get("batchScheduler"));
    for (key, value) in [("schedulerName", scheduler), ("volumes", spec.get("volumes"))] {
        all.extend(value.map(|value| (key.to_owned(), value.clone())));
    }
    all.into()
}
