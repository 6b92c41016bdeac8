//! What a pod asks of a node.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, PodSpec};
use k8s_openapi::apimachinery::pkg::api::resource;

use super::{Pod, Role};
use crate::check::bundle::{Job, JobSource};
use crate::sizing::{LOG_SIDECAR_MIB, Resources, SparkPod};
use crate::units::Quantity;

/// What a pod asks of a node, and for a Spark pod what its main container asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// All containers together, as Kubernetes reckons it.
    pub total: Resources,
    /// The main container of a Spark pod.
    pub spark: Option<SparkPod>,
}

/// CPU that EMR's log side-car asks for, in thousandths.
const LOG_SIDECAR_MILLIS: u64 = 100;

impl Pod<'_> {
    /// What it asks of a node; `None` where a value cannot be read or nobody says.
    #[must_use]
    pub fn request(&self, jobs: &[Job<'_>]) -> Option<Request> {
        if let Some(group) = &self.task_group {
            return Some(Request { total: group.each, spark: None });
        }
        let (Some(role), Some(job)) = (self.role.spark(), self.job.and_then(|at| jobs.get(at)))
        else {
            let total = total(&self.spec, None, Resources::default());
            return (self.role == Role::Other).then_some(Request { total, spark: None });
        };
        let spark = job.pod(role)?;
        // Of what a template says of the main container, Spark keeps all but CPU and memory.
        let main = self.main_container();
        let own = Resources {
            ephemeral_bytes: main.map_or(0, |container| asked(container).ephemeral_bytes),
            ..spark.request()
        };
        let total = total(&self.spec, main, own + sidecar(job, self.role));
        Some(Request { total, spark: Some(spark) })
    }

    /// The init container that alone asks for so much of a resource.
    #[must_use]
    pub fn init_that_asks(&self, least: u64, amount: impl Fn(&Resources) -> u64) -> Option<usize> {
        let inits = self.spec.init_containers.iter().flatten();
        inits.map(asked).position(|resources| least > 0 && amount(&resources) >= least)
    }

    /// The container that Spark takes for its own: the one of the name in its configuration or of
    /// the usual one, else the first.
    #[must_use]
    pub fn main_container(&self) -> Option<&Container> {
        let usual = format!("spark-kubernetes-{}", self.role.spark()?.word());
        let name = self.main_name.as_ref().unwrap_or(&usual);
        let all = &self.spec.containers;
        all.iter().find(|container| container.name == *name).or_else(|| all.first())
    }
}

/// Kubernetes' rule: the sum of the containers, or the largest init container if that is more. What
/// the main container asks is in `own`.
fn total(spec: &PodSpec, main: Option<&Container>, own: Resources) -> Resources {
    let is_main = |container: &Container| main.is_some_and(|main| std::ptr::eq(main, container));
    let inits = || spec.init_containers.iter().flatten();
    let stays = |container: &&Container| container.restart_policy.as_deref() == Some("Always");
    let beside = spec.containers.iter().filter(|container| !is_main(container));
    let sum = beside.chain(inits().filter(stays)).map(asked).fold(own, |sum, one| sum + one);
    let most = inits().map(asked).fold(sum, |most, one| most.larger(&one));
    Resources { pods: 1, ..most }
}

type Quantities = BTreeMap<String, resource::Quantity>;

/// What a container asks for: its requests, and its limits where it has no request.
fn asked(container: &Container) -> Resources {
    let resources = container.resources.as_ref();
    amounts(|key| {
        let of = |map: Option<&Quantities>| map?.get(key).map(|quantity| quantity.0.clone());
        let requested = of(resources?.requests.as_ref());
        requested.or_else(|| of(resources?.limits.as_ref()))
    })
}

/// Amounts by the names that Kubernetes gives resources; what cannot be read is nothing.
pub fn amounts(text_of: impl Fn(&str) -> Option<String>) -> Resources {
    let read = |key: &str| Quantity::parse(&text_of(key)?).ok();
    let whole = |amount: i128| u64::try_from(amount).unwrap_or(0);
    Resources {
        cpu_millis: read("cpu").map_or(0, |quantity| whole(quantity.milli())),
        memory_bytes: read("memory").map_or(0, |quantity| whole(quantity.bytes())),
        ephemeral_bytes: read("ephemeral-storage").map_or(0, |quantity| whole(quantity.bytes())),
        pods: 0,
    }
}

/// EMR's log side-car, which is there when a job writes logs anywhere.
fn sidecar(job: &Job<'_>, role: Role) -> Resources {
    let property = |key: &str| {
        let classes = job.classification("emr-containers-defaults");
        classes
            .into_iter()
            .find_map(|(_, properties)| Some(properties.get(key)?.as_str()?.to_owned()))
    };
    let is_off =
        role == Role::Executor && property("executor.logging").as_deref() == Some("DISABLED");
    if job.source == JobSource::SparkApplication || !job.writes_logs() || is_off {
        return Resources::default();
    }
    let default = |amount: u64, unit: &str| Some(format!("{amount}{unit}"));
    amounts(|key| match key {
        "cpu" => property("logging.request.cores").or_else(|| default(LOG_SIDECAR_MILLIS, "m")),
        "memory" => property("logging.request.memory").or_else(|| default(LOG_SIDECAR_MIB, "Mi")),
        _ => None,
    })
}
