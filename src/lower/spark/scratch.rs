//! The disk that a pod spills to: volumes of the template, or keys of the configuration.
//!
//! Spark takes for scratch every volume whose name begins with `spark-local-dir-`, and then needs
//! no `spark.local.dir`.

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::{
    Capabilities, Container, EmptyDirVolumeSource, EnvVar, EnvVarSource, HostPathVolumeSource,
    ObjectFieldSelector, PersistentVolumeClaimVolumeSource, ResourceRequirements, SecurityContext,
    Volume, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::pod::{Role, User};
use crate::model::{Scratch, Shape};

/// The volume that Spark takes for scratch.
const VOLUME: &str = "spark-local-dir-1";
/// Where it is mounted; EMR reserves `/mnt`, `/tmp` and `/home/hadoop`.
const PATH: &str = "/data1";
/// The user and the group of EMR's images, `hadoop`.
const OWNER: &str = "999:1000";
/// The image of the init container, by version so that it does not change.
const BUSYBOX: &str = "public.ecr.aws/docker/library/busybox:1.37.0";

/// What scratch adds to a pod's template.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Volumes of the pod.
    pub volumes: Vec<Volume>,
    /// Mounts of the main container.
    pub mounts: Vec<VolumeMount>,
    /// Environment of the main container.
    pub env: Vec<EnvVar>,
    /// The container that hands the directory to the user of the image.
    pub init: Option<Container>,
    /// Requests and limits of the main container beside CPU and memory, which are Spark's.
    pub resources: Option<ResourceRequirements>,
}

/// The parts of a pod's template.
pub fn parts(shape: &Shape, user: User) -> Parts {
    match &shape.scratch {
        Scratch::Node { size, limited } => node(size.as_ref(), *limited, user),
        Scratch::HostPath(path) => host_path(path, user),
        Scratch::Claim { volume, shared } => claim(volume.as_str(), *shared, user),
        // Spark makes these itself, from its configuration.
        Scratch::OnDemand { .. } | Scratch::Memory => Parts::default(),
    }
}

/// The node's own disk: an emptyDir lies on the instance store where there is one, since the
/// kubelet's directory does; it is the pod's alone, goes with it, and counts against its request.
fn node(size: &str, limited: bool, user: User) -> Parts {
    let quantity = || Quantity(size.to_owned());
    let storage = || [("ephemeral-storage".to_owned(), quantity())].into();
    let volume = Volume {
        name: VOLUME.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource {
            size_limit: limited.then(quantity),
            ..EmptyDirVolumeSource::default()
        }),
        ..Volume::default()
    };
    Parts {
        volumes: vec![volume],
        mounts: vec![mount(None)],
        env: Vec::new(),
        // An emptyDir is everyone's to write; EMR's user gets one that is its own.
        init: (user == User::Hadoop).then(|| owner_container(mount(None), Vec::new(), user)),
        resources: Some(ResourceRequirements {
            requests: Some(storage()),
            limits: limited.then(storage),
            claims: None,
        }),
    }
}

/// A directory of the node: below it one for each pod, so that pods do not see each other's.
fn host_path(path: &str, user: User) -> Parts {
    let volume = Volume {
        name: VOLUME.to_owned(),
        host_path: Some(HostPathVolumeSource {
            path: path.to_owned(),
            type_: Some("DirectoryOrCreate".to_owned()),
        }),
        ..Volume::default()
    };
    let mount = || mount(Some("$(POD_NAME)"));
    Parts {
        volumes: vec![volume],
        mounts: vec![mount()],
        env: vec![pod_name()],
        init: Some(owner_container(mount(), vec![pod_name()], user)),
        resources: None,
    }
}

/// A claim that is there. A volume for one node takes its group from the pod; a shared file system
/// does not, and pods share it by directories of their own.
fn claim(name: &str, shared: bool, user: User) -> Parts {
    let volume = Volume {
        name: VOLUME.to_owned(),
        persistent_volume_claim: Some(PersistentVolumeClaimVolumeSource {
            claim_name: name.to_owned(),
            read_only: None,
        }),
        ..Volume::default()
    };
    let below = shared.then_some("scratch/$(POD_NAME)");
    let env: Vec<EnvVar> = shared.then(pod_name).into_iter().collect();
    Parts {
        volumes: vec![volume],
        mounts: vec![mount(below)],
        init: Some(owner_container(mount(below), env.clone(), user)),
        env,
        resources: None,
    }
}

fn mount(below: Option<&str>) -> VolumeMount {
    VolumeMount {
        name: VOLUME.to_owned(),
        mount_path: PATH.to_owned(),
        sub_path_expr: below.map(str::to_owned),
        ..VolumeMount::default()
    }
}

fn pod_name() -> EnvVar {
    EnvVar {
        name: "POD_NAME".to_owned(),
        value: None,
        value_from: Some(EnvVarSource {
            field_ref: Some(ObjectFieldSelector {
                api_version: None,
                field_path: "metadata.name".to_owned(),
            }),
            ..EnvVarSource::default()
        }),
    }
}

/// One command in one string: `sh -c` runs only the first of several. The directory itself is
/// handed over and nothing below it, which on a node may belong to others.
fn owner_container(mount: VolumeMount, env: Vec<EnvVar>, user: User) -> Container {
    let path = &mount.mount_path;
    let script = match user {
        User::Hadoop => format!("chown {OWNER} {path} && chmod 0770 {path}"),
        User::Unknown => format!("chmod 1777 {path}"),
    };
    Container {
        name: "volume-permission".to_owned(),
        image: Some(BUSYBOX.to_owned()),
        command: Some(vec!["sh".to_owned(), "-c".to_owned(), script]),
        env: (!env.is_empty()).then_some(env),
        volume_mounts: Some(vec![mount]),
        security_context: Some(SecurityContext {
            run_as_user: Some(0),
            run_as_non_root: Some(false),
            allow_privilege_escalation: Some(false),
            capabilities: Some(Capabilities {
                add: Some(vec!["CHOWN".to_owned(), "FOWNER".to_owned()]),
                drop: Some(vec!["ALL".to_owned()]),
            }),
            ..SecurityContext::default()
        }),
        resources: Some(ResourceRequirements {
            requests: Some(
                [
                    ("cpu".to_owned(), Quantity("10m".to_owned())),
                    ("memory".to_owned(), Quantity("16Mi".to_owned())),
                ]
                .into(),
            ),
            ..ResourceRequirements::default()
        }),
        ..Container::default()
    }
}

/// What scratch adds to the Spark configuration.
pub fn conf(role: Role, shape: &Shape, conf: &mut IndexMap<String, String>) {
    match &shape.scratch {
        Scratch::OnDemand { storage, size } => {
            let word = role.word();
            let volume = format!("spark.kubernetes.{word}.volumes.persistentVolumeClaim.{VOLUME}");
            for (key, value) in [
                ("options.claimName", "OnDemand"),
                ("options.storageClass", storage.as_str()),
                ("options.sizeLimit", size.as_ref()),
                ("mount.path", PATH),
                ("mount.readOnly", "false"),
            ] {
                conf.insert(format!("{volume}.{key}"), value.to_owned());
            }
        }
        Scratch::Memory => {
            conf.insert("spark.kubernetes.local.dirs.tmpfs".to_owned(), "true".to_owned());
        }
        Scratch::Node { .. } | Scratch::Claim { .. } | Scratch::HostPath(_) => {}
    }
}
