//! The disk that a pod spills to.

use super::cluster::quantity;
use super::{Scope, codes};
use crate::model::{Origin, Platform, Scratch, StorageKind, Team};
use crate::spec::{self, ScratchVolume, ScratchWord};
use crate::units::VolumeName;

/// The pool's own disk, of which 20Gi are reserved for the pod.
pub fn node_default() -> Scratch {
    Scratch::Node { size: quantity("20Gi"), limited: false }
}

/// Binds what was written; anything wrong is reported and the default taken.
pub fn resolve(
    written: Option<&spec::Scratch>,
    team: &Team,
    platform: &Platform,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> Scratch {
    match written {
        None | Some(spec::Scratch::Word(ScratchWord::Node)) => node_default(),
        Some(spec::Scratch::Word(ScratchWord::Memory)) => Scratch::Memory,
        Some(spec::Scratch::HostPath(path)) => Scratch::HostPath(path.host_path.clone()),
        Some(spec::Scratch::Volume(volume)) => {
            volume_of(volume, team, platform, origin, scope).unwrap_or_else(node_default)
        }
    }
}

fn volume_of(
    written: &ScratchVolume,
    team: &Team,
    platform: &Platform,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> Option<Scratch> {
    match (&written.node, &written.storage, &written.claim) {
        (Some(size), None, None) => Some(Scratch::Node { size: size.clone(), limited: true }),
        (None, Some(storage), None) => {
            let known = platform.storage.get(storage);
            if known.is_none() {
                let names = scope.written_keys(&platform.origin.then("storage"));
                let message =
                    format!("scratch is made from storage `{storage}`, which no one defines");
                scope.unknown(
                    codes::UNKNOWN_STORAGE,
                    message,
                    "storage names",
                    storage.as_str(),
                    &names,
                    origin.at("storage"),
                );
                return None;
            }
            on_demand(written, storage, known.map(|known| &known.kind), origin, scope)
        }
        (None, None, Some(claim)) => {
            known_volume(claim, team, &origin.then("claim"), scope);
            let shared = team.volumes.get(claim).is_some_and(|volume| volume.shared);
            Some(Scratch::Claim { volume: claim.clone(), shared })
        }
        _ => {
            scope.error(
                codes::ONE_OF,
                "scratch is not exactly one of `node`, `storage` and `claim`".to_owned(),
                origin.place(),
                "write `node`, `{ node: 50Gi }`, `{ storage: NAME, size: 50Gi }` or `{ claim: NAME }`".to_owned(),
            );
            None
        }
    }
}

fn on_demand(
    written: &ScratchVolume,
    storage: &crate::units::StorageName,
    kind: Option<&StorageKind>,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> Option<Scratch> {
    if !matches!(kind, Some(StorageKind::Ebs { .. })) {
        scope.error(
            codes::ONE_OF,
            format!("a volume for each pod cannot be made from storage `{storage}`"),
            origin.at("storage"),
            "Lustre is shared: give the team a volume of it and use `scratch: { claim: NAME }`"
                .to_owned(),
        );
        return None;
    }
    let Some(size) = &written.size else {
        scope.error(
            codes::INCOMPLETE_JOB,
            format!("scratch from storage `{storage}` has no size"),
            origin.place(),
            format!("write `{{ storage: {storage}, size: 50Gi }}`"),
        );
        return None;
    };
    Some(Scratch::OnDemand { storage: storage.clone(), size: size.clone() })
}

/// Reports a volume that the team does not define.
pub fn known_volume(volume: &VolumeName, team: &Team, origin: &Origin, scope: &mut Scope<'_>) {
    if !team.volumes.contains_key(volume) {
        let known = scope.written_keys(&team.origin.then("volumes"));
        let message = format!("team `{}` has no volume `{volume}`", team.name);
        scope.unknown(
            codes::UNKNOWN_VOLUME,
            message,
            "volumes",
            volume.as_str(),
            &known,
            origin.place(),
        );
    }
}
