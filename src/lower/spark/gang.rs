//! YuniKorn: queue, application id and gang, in agreement with what Spark will ask for.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::pod::{Role, node_selector, tolerations};
use super::sizes::{sizes, spark_version};
use crate::model::{Job, Platform, Scratch, YuniKorn};
use crate::sizing::{Language, Resources, SparkSettings};

/// The annotation that says which pods YuniKorn holds places for.
pub const TASK_GROUPS: &str = "yunikorn.apache.org/task-groups";
/// The annotation that says how long, and what happens then.
pub const POLICY: &str = "yunikorn.apache.org/schedulingPolicyParameters";

/// The memory and CPU that EMR's log container requests, said in the request of a gang so that
/// its task groups can count them.
pub const LOGGING: (&str, &str) = ("100m", "512Mi");
const LOGGING_MILLIS: u64 = 100;
const LOGGING_MIB: u64 = 512;

/// The scheduler of a job's pods, if it is not the cluster's own.
pub fn scheduler(job: &Job) -> Option<&'static str> {
    job.yunikorn.as_ref().map(|_| "yunikorn")
}

/// What a pod of a job says to YuniKorn beside its configuration.
pub fn annotations(platform: &Platform, job: &Job, role: Role) -> BTreeMap<String, String> {
    let Some(yunikorn) = job.yunikorn.as_ref().filter(|yunikorn| yunikorn.gang) else {
        return BTreeMap::new();
    };
    let mut all = BTreeMap::new();
    all.insert("yunikorn.apache.org/task-group-name".to_owned(), group_name(role));
    if role == Role::Driver {
        let groups = Role::ALL.map(|role| group(platform, job, role));
        let groups = Value::Array(groups.into()).to_string();
        all.insert(TASK_GROUPS.to_owned(), groups);
        let style = format!(
            "placeholderTimeoutInSeconds={} gangSchedulingStyle=Hard",
            yunikorn.placeholder_timeout.seconds()
        );
        all.insert(POLICY.to_owned(), style);
    }
    all
}

/// What the configuration says to YuniKorn: Spark puts its application id for `{{APP_ID}}`, so
/// that no two runs are one application.
pub fn conf(yunikorn: &YuniKorn, conf: &mut IndexMap<String, String>) {
    conf.insert("spark.kubernetes.scheduler.name".to_owned(), "yunikorn".to_owned());
    for role in Role::ALL {
        let word = role.word();
        let label = |key: &str| format!("spark.kubernetes.{word}.label.{key}");
        let annotation =
            |key: &str| format!("spark.kubernetes.{word}.annotation.yunikorn.apache.org/{key}");
        conf.insert(label("queue"), yunikorn.queue.clone());
        conf.insert(annotation("queue"), yunikorn.queue.clone());
        conf.insert(annotation("app-id"), "{{APP_ID}}".to_owned());
    }
}

fn group_name(role: Role) -> String {
    format!("spark-{}", role.word())
}

/// A task group: as many members as Spark will start, each as large and placed as the real pod.
fn group(platform: &Platform, job: &Job, role: Role) -> Value {
    let shape = role.shape(job);
    let members = match role {
        Role::Driver => 1,
        Role::Executor => job.executors.least(),
    };
    json!({
        "name": group_name(role),
        "minMember": members,
        "minResource": least(job, role),
        "nodeSelector": node_selector(job, shape),
        "tolerations": tolerations(platform, shape),
    })
}

/// What a placeholder asks for: all that the real pod does, else YuniKorn gives the place up.
fn least(job: &Job, role: Role) -> Value {
    let request = request(job, role);
    let mut all = json!({
        "cpu": format!("{}m", request.cpu_millis),
        "memory": format!("{}Mi", request.memory_mib()),
    });
    if let Scratch::Node { size, .. } = &role.shape(job).scratch {
        all["ephemeral-storage"] = size.as_ref().into();
    }
    all
}

/// What all pods of a gang request together: thousandths of a core, and MiB.
pub fn gang_request(job: &Job) -> (u64, u64) {
    let executor = request(job, Role::Executor);
    let driver = request(job, Role::Driver);
    let count = u64::from(job.executors.least());
    let cpu = driver.cpu_millis.saturating_add(executor.cpu_millis.saturating_mul(count));
    let memory = executor.memory_mib().saturating_mul(count);
    (cpu, driver.memory_mib().saturating_add(memory))
}

/// What the pod of a role requests, its log container included.
fn request(job: &Job, role: Role) -> Resources {
    let settings = sizes(job);
    let get = |key: &str| settings.get(key).map(String::as_str);
    let language = if job.is_python() { Language::Python } else { Language::Jvm };
    let version = spark_version(job);
    let pod = SparkSettings { get: &get, language, version }
        .pod(role.sizing())
        .expect("sizes are written from typed values");
    let mut request = pod.with_sidecar(LOGGING_MIB);
    request.cpu_millis += LOGGING_MILLIS;
    request
}
