//! Volumes that exist: what claims on a shared file system are bound to.

use k8s_openapi::api::core::v1::{
    CSIPersistentVolumeSource, ObjectReference, PersistentVolume, PersistentVolumeSpec,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::storage_class::{FLOCK, LUSTRE};
use crate::artifact::kubernetes::cluster_scoped;
use crate::artifact::{Artifact, Kind};
use crate::model::{FileSystem, Late, Platform, Storage, StorageKind, Team, Volume};
use crate::route;

/// The volume behind a claim; `None` where the claim's class makes one.
///
/// A volume binds to one claim, so each claim on a shared file system has a volume of its own.
pub fn lower(platform: &Platform, team: &Team, volume: &Volume) -> Option<Artifact> {
    let storage = platform.storage.get(&volume.storage)?;
    let system = shared(storage)?;
    let name = name(team, volume);
    let value = PersistentVolume {
        metadata: cluster_scoped(&name),
        spec: Some(spec(platform, storage, system, claim(team, volume))),
        status: None,
    };
    let path = format!("kubernetes/storage/{name}.persistentvolume.yaml");
    let artifact = Artifact::data(Kind::PersistentVolume, path, &value, &volume.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .allowing(&storage.allow)
        .from(route!["spec", "storageClassName"], &volume.origin.then("storage"));
    Some(artifact.overridden(&storage.overrides, &storage.origin))
}

/// The name of the volume behind a claim. Namespaces and claims have no dots, so that no two
/// claims share a name.
pub fn name(team: &Team, volume: &Volume) -> String {
    format!("{}.{}", team.namespace, volume.name)
}

/// The file system, if it is one that claims share.
pub fn shared(storage: &Storage) -> Option<&FileSystem> {
    match &storage.kind {
        StorageKind::LustreShared(system) => Some(system),
        StorageKind::Ebs { .. } | StorageKind::LustreDynamic { .. } => None,
    }
}

/// The one claim that may bind, whatever others ask for.
fn claim(team: &Team, volume: &Volume) -> ObjectReference {
    ObjectReference {
        api_version: Some("v1".to_owned()),
        kind: Some("PersistentVolumeClaim".to_owned()),
        name: Some(volume.name.to_string()),
        namespace: Some(team.namespace.to_string()),
        ..ObjectReference::default()
    }
}

/// As large as the file system, and kept when the claim goes: others use it too, and CSI volumes
/// cannot be recycled.
fn spec(
    platform: &Platform,
    storage: &Storage,
    system: &FileSystem,
    claim: ObjectReference,
) -> PersistentVolumeSpec {
    PersistentVolumeSpec {
        access_modes: Some(vec!["ReadWriteMany".to_owned()]),
        capacity: Some([("storage".to_owned(), Quantity(system.size.to_string()))].into()),
        claim_ref: Some(claim),
        csi: Some(source(platform, storage, system)),
        mount_options: Some(vec![FLOCK.to_owned()]),
        persistent_volume_reclaim_policy: Some("Retain".to_owned()),
        storage_class_name: Some(storage.name.to_string()),
        volume_mode: Some("Filesystem".to_owned()),
        ..PersistentVolumeSpec::default()
    }
}

/// The DNS name of a file system follows from its id; its mount name does not.
fn source(
    platform: &Platform,
    storage: &Storage,
    system: &FileSystem,
) -> CSIPersistentVolumeSource {
    let late =
        |late: fn(crate::units::StorageName) -> Late| platform.late(&late(storage.name.clone()));
    let (region, suffix) = (&platform.aws.region, platform.aws.partition().dns_suffix());
    let (handle, dns_name) = match &system.id {
        Some(id) => (id.clone(), format!("{id}.fsx.{region}.{suffix}")),
        None => (late(Late::FileSystemId), late(Late::FileSystemDnsName)),
    };
    let attributes = [("dnsname", dns_name), ("mountname", late(Late::FileSystemMountName))];
    CSIPersistentVolumeSource {
        driver: LUSTRE.to_owned(),
        volume_handle: handle,
        volume_attributes: Some(
            attributes.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        ),
        ..CSIPersistentVolumeSource::default()
    }
}
