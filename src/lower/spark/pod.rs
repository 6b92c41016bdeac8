//! The two pods of a Spark job, as far as drivers and executors are alike.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::Toleration;

use crate::artifact::Kind;
use crate::lower::karpenter::{capacity_type, effect};
use crate::model::{Job, Platform, Pool, Shape};
use crate::sizing;
use crate::spec::{Capacity, Taint};
use crate::units::{PoolName, Zone};

/// Which of the two pods of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The driver.
    Driver,
    /// An executor.
    Executor,
}

impl Role {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Driver, Self::Executor];

    /// The word in Spark's configuration keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Executor => "executor",
        }
    }

    /// The name that the main container must have.
    pub fn container(self) -> &'static str {
        match self {
            Self::Driver => "spark-kubernetes-driver",
            Self::Executor => "spark-kubernetes-executor",
        }
    }

    /// The kind of its template.
    pub fn kind(self) -> Kind {
        match self {
            Self::Driver => Kind::DriverPodTemplate,
            Self::Executor => Kind::ExecutorPodTemplate,
        }
    }

    /// The same for arithmetic.
    pub fn sizing(self) -> sizing::Role {
        match self {
            Self::Driver => sizing::Role::Driver,
            Self::Executor => sizing::Role::Executor,
        }
    }

    /// The pod of this role.
    pub fn shape(self, job: &Job) -> &Shape {
        match self {
            Self::Driver => &job.driver,
            Self::Executor => &job.executors.shape,
        }
    }

    /// The key of this role in the spec.
    pub fn key(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Executor => "executors",
        }
    }
}

/// Who runs the program in a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    /// `hadoop` of EMR's images: user 999, group 1000.
    Hadoop,
    /// Whoever an image of the user's own says.
    Unknown,
}

/// The user of a job's image.
pub fn image_user(job: &Job) -> User {
    if job.image.is_none() { User::Hadoop } else { User::Unknown }
}

/// The labels of the node that a pod of a job must have.
pub fn node_selector(job: &Job, shape: &Shape) -> BTreeMap<String, String> {
    select(&shape.pool, shape.capacity, job.zone.as_ref())
}

/// The labels of a node of a pool, bought and placed like this.
pub fn select(
    pool: &PoolName,
    capacity: Option<Capacity>,
    zone: Option<&Zone>,
) -> BTreeMap<String, String> {
    let mut selector = BTreeMap::from([("karpenter.sh/nodepool".to_owned(), pool.to_string())]);
    if let Some(capacity) = capacity {
        selector
            .insert("karpenter.sh/capacity-type".to_owned(), capacity_type(capacity).to_owned());
    }
    if let Some(zone) = zone {
        selector.insert("topology.kubernetes.io/zone".to_owned(), zone.to_string());
    }
    selector
}

/// What lets a pod onto the nodes of its pool; none where the pool was refused.
pub fn tolerations(platform: &Platform, shape: &Shape) -> Vec<Toleration> {
    let taints = platform.pools.get(&shape.pool).map(|pool: &Pool| pool.taints.as_slice());
    taints.unwrap_or_default().iter().map(toleration).collect()
}

/// What tolerates exactly one taint.
fn toleration(taint: &Taint) -> Toleration {
    let value = taint.value.as_ref().map(ToString::to_string);
    Toleration {
        key: Some(taint.key.to_string()),
        operator: Some(if value.is_some() { "Equal" } else { "Exists" }.to_owned()),
        value,
        effect: Some(effect(taint.effect.unwrap_or_default()).to_owned()),
        toleration_seconds: None,
    }
}
