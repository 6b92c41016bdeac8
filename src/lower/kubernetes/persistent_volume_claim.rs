//! The claims of a team.

use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, VolumeResourceRequirements,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use super::{persistent_volume, team_file};
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::model::{Platform, Team, Volume};
use crate::route;

/// A claim; on a shared file system it names the volume that names it.
pub fn lower(platform: &Platform, team: &Team, volume: &Volume) -> Artifact {
    let storage = platform.storage.get(&volume.storage);
    let shared = storage.and_then(persistent_volume::shared).is_some();
    let mode = if volume.shared { "ReadWriteMany" } else { "ReadWriteOnce" };
    let size = Quantity(volume.size.to_string());
    let value = PersistentVolumeClaim {
        metadata: namespaced(volume.name.as_str(), team.namespace.as_str()),
        spec: Some(PersistentVolumeClaimSpec {
            access_modes: Some(vec![mode.to_owned()]),
            resources: Some(VolumeResourceRequirements {
                requests: Some([("storage".to_owned(), size)].into()),
                limits: None,
            }),
            storage_class_name: Some(volume.storage.to_string()),
            volume_mode: Some("Filesystem".to_owned()),
            volume_name: shared.then(|| persistent_volume::name(team, volume)),
            ..PersistentVolumeClaimSpec::default()
        }),
        status: None,
    };
    let path = team_file(team, &format!("persistentvolumeclaim-{}", volume.name));
    Artifact::data(Kind::PersistentVolumeClaim, path, &value, &volume.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["spec", "resources"], &volume.origin.then("size"))
        .from(route!["spec", "storageClassName"], &volume.origin.then("storage"))
        .overridden(&team.overrides, &team.origin)
}
