//! How volumes are made.

use std::collections::BTreeMap;

use k8s_openapi::api::storage::v1::StorageClass;
use serde::Serialize;

use crate::artifact::kubernetes::cluster_scoped;
use crate::artifact::{Artifact, Kind};
use crate::model::{Late, Platform, Storage, StorageKind};
use crate::route;
use crate::spec::LustreDeployment;

/// The CSI driver of EBS.
const EBS: &str = "ebs.csi.aws.com";
/// The CSI driver of FSx for Lustre.
pub const LUSTRE: &str = "fsx.csi.aws.com";
/// What makes nothing: volumes of the class are there or are not.
const NONE: &str = "kubernetes.io/no-provisioner";
/// Makes a class the one for claims without a class.
const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
/// Lets programs lock files on Lustre.
pub const FLOCK: &str = "flock";
/// The release of Lustre that AWS recommends for new file systems, known to every deployment type.
const LUSTRE_VERSION: &str = "2.15";

/// The class of a storage.
pub fn lower(platform: &Platform, storage: &Storage) -> Artifact {
    let mut value = match &storage.kind {
        StorageKind::Ebs { .. } => ebs(&storage.kind),
        StorageKind::LustreDynamic { deployment, throughput } => {
            dynamic(platform, *deployment, *throughput)
        }
        StorageKind::LustreShared(_) => shared(),
    };
    value.metadata = cluster_scoped(storage.name.as_str());
    if storage.default {
        value.metadata.annotations = Some([(DEFAULT.to_owned(), "true".to_owned())].into());
    }
    let path = format!("kubernetes/storage/{}.storageclass.yaml", storage.name);
    let artifact =
        Artifact::data(Kind::StorageClass, path, &value, &storage.origin).allowing(&storage.allow);
    with_origins(artifact, storage).overridden(&storage.overrides, &storage.origin)
}

/// A volume is made where its first pod runs, so that both are in one zone.
fn ebs(kind: &StorageKind) -> StorageClass {
    let StorageKind::Ebs { volume_type, fs_type, encrypted, kms_key, iops, throughput } = kind
    else {
        return StorageClass::default();
    };
    let parameters = [
        ("type", Some(word(volume_type))),
        ("csi.storage.k8s.io/fstype", Some(fs_type.clone())),
        ("encrypted", Some(encrypted.to_string())),
        ("kmsKeyId", kms_key.clone()),
        ("iops", iops.as_ref().map(ToString::to_string)),
        ("throughput", throughput.as_ref().map(ToString::to_string)),
    ];
    StorageClass {
        allow_volume_expansion: Some(true),
        parameters: Some(written(parameters)),
        provisioner: EBS.to_owned(),
        reclaim_policy: Some("Delete".to_owned()),
        volume_binding_mode: Some("WaitForFirstConsumer".to_owned()),
        ..StorageClass::default()
    }
}

/// A file system takes minutes to make, and EMR gives a driver fifteen to start: it is made when
/// the team's claim is applied and not when the first pod waits for it. Pods of any zone reach it.
fn dynamic(
    platform: &Platform,
    deployment: LustreDeployment,
    throughput: Option<u32>,
) -> StorageClass {
    let parameters = [
        ("deploymentType", Some(word(&deployment))),
        ("fileSystemTypeVersion", Some(LUSTRE_VERSION.to_owned())),
        ("perUnitStorageThroughput", throughput.map(|throughput| throughput.to_string())),
        ("securityGroupIds", Some(platform.late(&Late::FileSystemSecurityGroup))),
        ("storageType", Some("SSD".to_owned())),
        ("subnetId", Some(platform.late(&Late::FileSystemSubnet))),
    ];
    StorageClass {
        // The first scratch type alone keeps the size it is made with.
        allow_volume_expansion: Some(deployment != LustreDeployment::Scratch1),
        mount_options: Some(vec![FLOCK.to_owned()]),
        parameters: Some(written(parameters)),
        provisioner: LUSTRE.to_owned(),
        reclaim_policy: Some("Delete".to_owned()),
        volume_binding_mode: Some("Immediate".to_owned()),
        ..StorageClass::default()
    }
}

/// The class that ties the volumes of a shared file system to their claims. It makes nothing, so
/// that a claim that has lost its volume waits instead of getting a file system of its own.
fn shared() -> StorageClass {
    StorageClass {
        provisioner: NONE.to_owned(),
        reclaim_policy: Some("Retain".to_owned()),
        volume_binding_mode: Some("Immediate".to_owned()),
        ..StorageClass::default()
    }
}

/// A word of the spec as the spec writes it, which is how AWS writes it too.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

fn written<const N: usize>(parameters: [(&str, Option<String>); N]) -> BTreeMap<String, String> {
    parameters.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn with_origins(artifact: Artifact, storage: &Storage) -> Artifact {
    let at = |key: &str| route!["parameters", key];
    let (ebs, lustre) = (storage.origin.then("ebs"), storage.origin.then("lustre"));
    artifact
        .from(route!["metadata", "annotations"], &storage.origin.then("default"))
        .from(at("type"), &ebs.then("type"))
        .from(at("csi.storage.k8s.io/fstype"), &ebs.then("fsType"))
        .from(at("encrypted"), &ebs.then("encrypted"))
        .from(at("kmsKeyId"), &ebs.then("kmsKey"))
        .from(at("iops"), &ebs.then("iops"))
        .from(at("throughput"), &ebs.then("throughput"))
        .from(at("deploymentType"), &lustre.then("deployment"))
        .from(at("perUnitStorageThroughput"), &lustre.then("throughput"))
}
