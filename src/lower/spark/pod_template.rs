//! Driver and executor pod templates.

use k8s_openapi::api::core::v1::{
    Container, PersistentVolumeClaimVolumeSource, Pod, PodSpec, Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::pod::{Role, image_user, node_selector, tolerations};
use super::{directory, gang, scratch};
use crate::artifact::Artifact;
use crate::model::{Job, Mount, Platform, Team};
use crate::route;

/// The templates of a job.
pub fn lower(platform: &Platform, team: &Team, job: &Job) -> [Artifact; 2] {
    Role::ALL.map(|role| {
        let value = Pod {
            metadata: metadata(platform, job, role),
            spec: Some(spec(platform, job, role)),
            status: None,
        };
        let path = format!("{}/{}", directory(team, job), file_name(role));
        let home = job.origin.then(role.key());
        Artifact::data(role.kind(), path, &value, &job.origin)
            .of_team(&team.name)
            .allowing(&job.allow)
            .from(route!["spec"], &home)
            .from(route!["spec", "nodeSelector"], &job.origin.then("pool"))
            .from(route!["spec", "tolerations"], &job.origin.then("pool"))
            .from(
                route!["spec", "nodeSelector", "karpenter.sh/capacity-type"],
                &home.then("capacity"),
            )
            .from(
                route!["spec", "nodeSelector", "topology.kubernetes.io/zone"],
                &job.origin.then("zone"),
            )
            .from(route!["spec", "volumes"], &job.origin.then("scratch"))
            .from(route!["metadata", "annotations"], &job.origin.then("maxRuntime"))
            .from(
                route!["metadata", "annotations", gang::TASK_GROUPS],
                &job.origin.then("executors").then("instances"),
            )
            .from(route!["metadata", "annotations", gang::POLICY], &job.origin.then("scheduler"))
            .overridden(&job.overrides, &job.origin)
    })
}

/// The file of a template, beside the request and in S3.
pub fn file_name(role: Role) -> String {
    format!("{}-pod-template.yaml", role.word())
}

/// Neither a name nor a namespace: Spark overwrites both.
fn metadata(platform: &Platform, job: &Job, role: Role) -> ObjectMeta {
    let mut annotations = std::collections::BTreeMap::new();
    if role == Role::Driver {
        // Consolidation may move executors, whose loss Spark survives, and never the driver.
        annotations.insert("karpenter.sh/do-not-disrupt".to_owned(), "true".to_owned());
    }
    if let Some(longest) = &job.max_runtime {
        annotations.insert("emrgen.io/max-runtime".to_owned(), longest.to_string());
    }
    annotations.extend(gang::annotations(platform, job, role));
    ObjectMeta {
        annotations: (!annotations.is_empty()).then_some(annotations),
        ..ObjectMeta::default()
    }
}

fn spec(platform: &Platform, job: &Job, role: Role) -> PodSpec {
    let shape = role.shape(job);
    let parts = scratch::parts(shape, image_user(job));
    let mut volumes = parts.volumes;
    let mut mounts = parts.mounts;
    for claim in &shape.mounts {
        let (volume, mount) = claim_mount(claim);
        volumes.push(volume);
        mounts.push(mount);
    }
    let main = Container {
        name: role.container().to_owned(),
        env: (!parts.env.is_empty()).then_some(parts.env),
        resources: parts.resources,
        volume_mounts: (!mounts.is_empty()).then_some(mounts),
        ..Container::default()
    };
    PodSpec {
        containers: vec![main],
        init_containers: parts.init.map(|init| vec![init]),
        node_selector: Some(node_selector(job, shape)),
        scheduler_name: gang::scheduler(job).map(str::to_owned),
        termination_grace_period_seconds: grace(role),
        tolerations: Some(tolerations(platform, shape)).filter(|all| !all.is_empty()),
        volumes: (!volumes.is_empty()).then_some(volumes),
        ..PodSpec::default()
    }
}

/// How long a pod may take to end, in seconds: an executor hands on its blocks, for which a spot
/// instance has two minutes, and Kubernetes alone would give it 30 seconds.
pub fn grace(role: Role) -> Option<i64> {
    (role == Role::Executor).then_some(120)
}

/// A claim as a volume of its own name, and its mount.
pub fn claim_mount(claim: &Mount) -> (Volume, VolumeMount) {
    let name = claim.volume.to_string();
    let volume = Volume {
        name: name.clone(),
        persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
            claim_name: claim.volume.to_string(),
            read_only: None,
        }),
        ..Volume::default()
    };
    let mount = VolumeMount { name, mount_path: claim.path.clone(), ..VolumeMount::default() };
    (volume, mount)
}
