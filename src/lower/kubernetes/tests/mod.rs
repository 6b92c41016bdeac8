//! Objects of teams and storage, each against a class of defect that published platforms have.

mod admission;
mod storage;
mod teams;

use serde_json::Value;

use super::{kustomization, lower};
use crate::artifact::{Artifact, Target};
use crate::lower::testing::{platform, team};
use crate::model::Platform;

/// Storage of every kind.
const STORAGE: &str = "storage:
  disk: { ebs: { type: io2, iops: 4000, fsType: xfs }, default: true }
  each: { lustre: { deployment: SCRATCH_2 } }
  lake: { lustre: { size: 2400Gi, throughput: 250 } }
  old: { lustre: { fileSystem: fs-0123456789abcdef0, size: 4800Gi } }
";

/// The objects of a platform with these keys and teams.
fn objects(more: &str, teams: &str) -> (Platform, Vec<Artifact>) {
    let platform = platform(&format!("{more}{teams}"));
    let artifacts = lower(&platform);
    (platform, artifacts)
}

/// A team with a claim on each storage.
fn with_volumes(name: &str) -> String {
    let volumes = "volumes:
  own: { storage: disk, size: 50Gi }
  each: { storage: each, size: 1200Gi }
  shared: { storage: lake }
  there: { storage: old }";
    team(name, volumes)
}

fn has(artifacts: &[Artifact], path: &str) -> bool {
    artifacts.iter().any(|artifact| artifact.path == path)
}

#[test]
fn f17_f18_objects_have_a_namespace_exactly_where_their_kind_has_one() {
    let (_, artifacts) = objects(STORAGE, &with_volumes("ads"));
    for artifact in &artifacts {
        let in_team = artifact.path.starts_with("kubernetes/teams/")
            && !artifact.path.ends_with("/namespace.yaml");
        let expected = in_team.then_some("ads");
        assert_eq!(artifact.namespace(), expected, "{}", artifact.path);
    }
}

#[test]
fn x16_the_kustomization_lists_every_object_after_what_it_needs() {
    let (platform, artifacts) = objects(STORAGE, &with_volumes("ads"));
    let list = kustomization(&platform, &artifacts);
    let files: Vec<&str> = list.value().unwrap()["resources"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let of_kubectl = artifacts.iter().filter(|one| one.kind.facts().target == Target::Kubectl);
    assert_eq!(files.len(), of_kubectl.count());
    let at = |file: &str| {
        files.iter().position(|one| *one == file).unwrap_or_else(|| panic!("no {file}"))
    };
    assert!(at("teams/ads/namespace.yaml") < at("teams/ads/role-emr-containers.yaml"));
    assert!(at("storage/lake.storageclass.yaml") < at("storage/ads.shared.persistentvolume.yaml"));
    assert!(
        at("storage/ads.shared.persistentvolume.yaml")
            < at("teams/ads/persistentvolumeclaim-shared.yaml")
    );
}
