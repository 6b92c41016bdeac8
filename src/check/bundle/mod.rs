//! What rules look at: documents read into types, with the ways between them.
//!
//! A document that its schema refuses may be missing from the typed views: it has been reported,
//! and no rule guesses at it.

mod auto_mode;
pub mod budget_window;
pub mod buffer;
pub mod ceiling;
mod conf;
mod config;
mod configured;
mod context;
mod controller;
mod daemons;
mod flink;
mod gang;
pub mod decommission;
mod defaults;
mod demanded;
pub mod disruption;
pub mod ebs;
mod helm;
pub mod init;
mod job;
mod job_size;
mod landing;
pub mod local_dirs;
pub mod lustre;
pub mod mime;
mod network;
pub mod node_class;
mod node_group;
mod overlay;
mod pod;
mod pool;
mod queues;
pub mod shell;
pub mod security_group;
mod starters;
mod spill;
pub mod storage;
mod subnets;
pub mod terraform;
mod terraform_roles;
mod view;
mod user_data;
pub mod volume;
mod account;
mod application;
pub mod conf_volume;
mod walk;
pub mod words;
mod written;
mod zones;
mod asked;
mod charts;
pub mod class_filter;
mod cni;
mod coverage;
mod images;
mod labels;
mod libraries;
mod monitoring;
mod monitors;
mod objects;
mod observed;
mod policy;
mod rbac;
mod references;
mod region;
mod inheritance;
mod mounted;
mod needs;
mod processor;
mod quotas;
mod room;
mod roles;
mod runtime;
mod s3_places;
mod subject;
mod table_format;
mod unfilled;
mod variables;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use k8s_openapi::api::core::v1::{PersistentVolume, PersistentVolumeClaim};
use k8s_openapi::api::storage::v1::StorageClass;

use crate::artifact::karpenter::{EC2NodeClass, NodePool};
use crate::artifact::{Artifact, Kind};

pub use asked::{Asked, Bond};
pub use charts::{Install, Values, minor};
pub use cni::Cni;
pub use conf::{DRIVERS, Setting, SparkConf, split};
pub use config::{ConfigStore, ConfigUse, Sort, There};
pub use context::{Context, Stated};
pub use controller::Controller;
pub use coverage::{covers_log_group, covers_s3, overlaps, s3_parts};
pub use demanded::{Demanded, SizeField};
pub use flink::FlinkDeployment;
pub use gang::{APP_ID, Gang, POLICY, QUEUE, Said, TASK_GROUP_NAME};
pub use images::Image;
pub use job::{Job, JobSource};
pub use job_size::JobSize;
pub use labels::{WrittenRelease, at};
pub use landing::{Landing, Placement};
pub use libraries::Library;
pub use monitors::{Monitor, MonitorText, Watched, spark_label, squashed};
pub use needs::{LIMITED, Needs};
pub use network::{NetworkPolicies, Way};
pub use node_group::NodeGroup;
pub use objects::{CLUSTER_RESOURCES, ObjectName};
pub use observed::is_observed;
pub use overlay::Overlay;
pub use pod::{Pod, Request, Role, TASK_GROUPS, TaskGroup, fault_of_task_groups, tolerates};
pub use policy::{Condition, Item, Policy, Statement};
pub use pool::{INSTANCE_FAMILY, Pool};
pub use processor::processor_of;
pub use queues::{Amounts, Queue, Queues};
pub use quotas::{QuotasByNamespace, allowed};
pub use rbac::{Binding, RbacRole, RbacRule, RbacSubject};
pub use references::{Reference, TerraformModule, terraform_modules};
pub use roles::{IamRole, Identity};
pub use runtime::release_of_image;
pub use s3_places::{S3Place, S3Use};
pub use spill::Spill;
pub use starters::LAUNCHING;
pub use storage::{Backend, Claim, ClaimName};
pub use subject::{Subject, from_base36};
pub use subnets::Subnet;
pub use table_format::{TableFormat, spark_of};
pub use unfilled::unfilled;
pub use user_data::UserData;
pub use variables::{Variable, is_unfilled, variable};
pub use view::View;
pub use volume::{Mount, PodVolume, VolumeSource};
pub use walk::{Trail, texts};
pub use written::{Demand, Written, words_on};

/// Documents read into types.
#[derive(Debug)]
pub struct Bundle<'a> {
    /// All documents.
    pub artifacts: &'a [Artifact],
    /// What is known beside them.
    pub context: &'a Context,
    /// Installations of charts.
    pub installs: Vec<Install<'a>>,
    /// How Karpenter itself is set up.
    pub controller: Controller<'a>,
    /// NodePools, each with its node class, in the order in which Karpenter tries them.
    pub pools: Vec<Pool<'a>>,
    /// Node classes by name.
    pub node_classes: BTreeMap<String, View<'a, EC2NodeClass>>,
    /// Storage classes by name.
    pub storage_classes: BTreeMap<String, View<'a, StorageClass>>,
    /// Claims by namespace and name.
    pub claims: BTreeMap<(String, String), View<'a, PersistentVolumeClaim>>,
    /// Volumes by name.
    pub volumes: BTreeMap<String, View<'a, PersistentVolume>>,
    /// Spark jobs, however they are run.
    pub jobs: Vec<Job<'a>>,
    /// Interactive endpoints: configurations that kernels start by, and no runs with a size.
    pub endpoints: Vec<Job<'a>>,
    /// Every pod that some document asks for.
    pub pods: Vec<Pod<'a>>,
    /// Managed node groups that Terraform files declare.
    pub node_groups: Vec<NodeGroup>,
    placements: OnceLock<(Vec<Placement>, Vec<usize>)>,
    pods_of_jobs: OnceLock<Vec<Vec<usize>>>,
    queues: OnceLock<Option<Queues>>,
    needs: OnceLock<Vec<Option<Needs>>>,
    /// Roles and policies, and which belongs to which.
    pub identity: Identity<'a>,
    pod_volumes: Vec<Vec<PodVolume<'a>>>,
    storage: OnceLock<storage::StorageIndex>,
}

impl<'a> Bundle<'a> {
    /// Reads documents into types.
    #[must_use]
    pub fn new(artifacts: &'a [Artifact], context: &'a Context) -> Self {
        let node_classes = by_name(artifacts, Kind::EC2NodeClass, |class: &EC2NodeClass| {
            class.metadata.name.clone()
        });
        let close_groups = class_filter::close_groups(artifacts);
        let installs = charts::installs(artifacts);
        let controller = Controller::new(&installs);
        let mut pools: Vec<Pool<'a>> = views::<NodePool>(artifacts, Kind::NodePool)
            .map(|view| Pool::new(view, &node_classes, &controller, &close_groups, context))
            .collect();
        let huge_pages = overlay::huge_pages(artifacts, &controller, context.targets.karpenter);
        for pool in &mut pools {
            auto_mode::settle(pool, artifacts);
            pool.settings.huge_pages.clone_from(&huge_pages);
        }
        daemons::settle(&mut pools, artifacts, context.targets.karpenter);
        pools.sort_by_key(Pool::rank);
        let (endpoints, jobs): (Vec<Job<'a>>, Vec<Job<'a>>) =
            job::jobs(artifacts).into_iter().partition(Job::is_endpoint);
        let pods = pod::pods(artifacts, &jobs);
        let volumes = |pod: &Pod<'a>| mounted::of_pod(pod, pod.job.and_then(|at| jobs.get(at)));
        let pod_volumes = pods.iter().map(volumes).collect();
        let identity = Identity::new(artifacts, &jobs);
        Self {
            artifacts,
            context,
            installs,
            controller,
            pools,
            node_classes,
            storage_classes: by_name(artifacts, Kind::StorageClass, |class: &StorageClass| {
                class.metadata.name.clone().unwrap_or_default()
            }),
            claims: views::<PersistentVolumeClaim>(artifacts, Kind::PersistentVolumeClaim)
                .map(|view| (claim_name(&view.value), view))
                .collect(),
            volumes: by_name(artifacts, Kind::PersistentVolume, |volume: &PersistentVolume| {
                volume.metadata.name.clone().unwrap_or_default()
            }),
            jobs,
            endpoints,
            pods,
            node_groups: node_group::node_groups(artifacts),
            placements: OnceLock::new(),
            pods_of_jobs: OnceLock::new(),
            queues: OnceLock::new(),
            needs: OnceLock::new(),
            identity,
            pod_volumes,
            storage: OnceLock::new(),
        }
    }

    /// Pods that are placed alike, and what becomes of them in each pool.
    #[must_use]
    pub fn placements(&self) -> &[Placement] {
        &self.placed().0
    }

    /// What becomes of a pod, by its index among the bundle's.
    #[must_use]
    pub fn placement(&self, pod: usize) -> &Placement {
        let (all, of_pod) = self.placed();
        &all[of_pod[pod]]
    }

    fn placed(&self) -> &(Vec<Placement>, Vec<usize>) {
        self.placements.get_or_init(|| {
            let karpenter = self.context.targets.karpenter;
            landing::placements(&self.pods, &self.pools, &self.node_groups, karpenter)
        })
    }

    /// The job of a pod.
    #[must_use]
    pub fn job_of(&self, pod: &Pod<'_>) -> Option<&Job<'a>> {
        self.jobs.get(pod.job?)
    }

    /// The pods of a job, as indices into the bundle's.
    #[must_use]
    pub fn pods_of(&self, job: usize) -> &[usize] {
        let all = self.pods_of_jobs.get_or_init(|| {
            let mut all = vec![Vec::new(); self.jobs.len()];
            for (index, pod) in self.pods.iter().enumerate() {
                if let Some(pods) = pod.job.and_then(|job| all.get_mut(job)) {
                    pods.push(index);
                }
            }
            all
        });
        &all[job]
    }

    /// The pod of a job that has a role, as an index into the bundle's.
    #[must_use]
    pub fn pod_of(&self, job: usize, role: Role) -> Option<usize> {
        self.pods_of(job).iter().copied().find(|index| self.pods[*index].role == role)
    }

    /// The volumes of a pod, by its index among the bundle's.
    #[must_use]
    pub fn pod_volumes(&self, pod: usize) -> &[PodVolume<'a>] {
        &self.pod_volumes[pod]
    }

    /// Every pod with its volumes.
    pub fn pods_with_volumes(&self) -> impl Iterator<Item = (&Pod<'a>, &[PodVolume<'a>])> {
        self.pods.iter().zip(self.pod_volumes.iter().map(Vec::as_slice))
    }

    fn storage_index(&self) -> &storage::StorageIndex {
        self.storage.get_or_init(|| storage::StorageIndex::new(self))
    }

    /// The values of an add-on's chart, if they are among the documents.
    #[must_use]
    pub fn helm_values(&self, addon: &str) -> Option<&'a Artifact> {
        helm::values_of(self.artifacts, addon)
    }

    /// The documents of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &'a Artifact> {
        self.artifacts.iter().filter(move |artifact| artifact.kind == kind)
    }

    /// The documents of a kind that are there and that no view shows, as expressions make them.
    pub fn unseen(&self, kind: Kind) -> impl Iterator<Item = &'a Artifact> {
        self.of(kind).filter(|artifact| view::is_made(artifact))
    }

    /// Documents of a kind read into a type.
    pub fn views<T: serde::de::DeserializeOwned>(
        &self,
        kind: Kind,
    ) -> impl Iterator<Item = View<'a, T>> {
        views(self.artifacts, kind)
    }
}

fn claim_name(claim: &PersistentVolumeClaim) -> (String, String) {
    let metadata = &claim.metadata;
    (metadata.namespace.clone().unwrap_or_default(), metadata.name.clone().unwrap_or_default())
}

fn views<T: serde::de::DeserializeOwned>(
    artifacts: &[Artifact],
    kind: Kind,
) -> impl Iterator<Item = View<'_, T>> {
    artifacts.iter().filter(move |artifact| artifact.kind == kind).filter_map(View::of)
}

fn by_name<'a, T: serde::de::DeserializeOwned>(
    artifacts: &'a [Artifact],
    kind: Kind,
    name: impl Fn(&T) -> String,
) -> BTreeMap<String, View<'a, T>> {
    views(artifacts, kind).map(|view: View<'a, T>| (name(&view.value), view)).collect()
}
