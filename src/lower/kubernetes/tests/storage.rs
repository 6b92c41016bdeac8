//! Classes, volumes and claims.

use serde_json::json;

use super::{STORAGE, has, objects, with_volumes};
use crate::lower::testing::value;

#[test]
fn v01_v02_ebs_volumes_are_made_by_the_csi_driver_encrypted_where_the_pod_is() {
    let (_, artifacts) = objects(STORAGE, "");
    let class = value(&artifacts, "kubernetes/storage/disk.storageclass.yaml");
    assert_eq!(class["provisioner"], "ebs.csi.aws.com");
    assert_eq!(
        class["parameters"],
        json!({ "csi.storage.k8s.io/fstype": "xfs", "encrypted": "true", "iops": "4000", "type": "io2" })
    );
    assert_eq!(class["volumeBindingMode"], "WaitForFirstConsumer");
    assert_eq!(
        (&class["allowVolumeExpansion"], &class["reclaimPolicy"]),
        (&json!(true), &json!("Delete"))
    );
    let default = json!({ "storageclass.kubernetes.io/is-default-class": "true" });
    assert_eq!(class["metadata"]["annotations"], default);
}

#[test]
fn v06_v09_a_lustre_class_names_its_deployment_and_binds_when_the_claim_is_applied() {
    let persistent = "storage: { each: { lustre: { deployment: PERSISTENT_1 } } }\n";
    let (_, artifacts) = objects(STORAGE, "");
    let class = value(&artifacts, "kubernetes/storage/each.storageclass.yaml");
    assert_eq!(class["provisioner"], "fsx.csi.aws.com");
    assert_eq!(class["parameters"]["deploymentType"], "SCRATCH_2");
    assert_eq!(
        class["parameters"].get("perUnitStorageThroughput"),
        None,
        "scratch types refuse one"
    );
    assert_eq!(class["volumeBindingMode"], "Immediate");
    assert_eq!(class["mountOptions"], json!(["flock"]));
    let (_, artifacts) = objects(persistent, "");
    let class = value(&artifacts, "kubernetes/storage/each.storageclass.yaml");
    assert_eq!(
        class["parameters"]["perUnitStorageThroughput"], "50",
        "V28: persistent types need one"
    );
}

#[test]
fn v03_v04_v29_a_shared_volume_is_kept_as_large_as_its_file_system_and_shared() {
    let (_, artifacts) = objects(STORAGE, &with_volumes("ads"));
    let volume = value(&artifacts, "kubernetes/storage/ads.shared.persistentvolume.yaml");
    let claim = value(&artifacts, "kubernetes/teams/ads/persistentvolumeclaim-shared.yaml");
    assert_eq!(volume["spec"]["persistentVolumeReclaimPolicy"], "Retain");
    assert_eq!(volume["spec"]["capacity"]["storage"], "2400Gi");
    assert_eq!(claim["spec"]["resources"]["requests"]["storage"], "2400Gi");
    assert_eq!(volume["spec"]["accessModes"], json!(["ReadWriteMany"]));
    assert_eq!(claim["spec"]["accessModes"], json!(["ReadWriteMany"]));
}

#[test]
fn v07_v08_volume_and_claim_name_each_other_in_a_class_that_makes_nothing() {
    let (_, artifacts) = objects(STORAGE, &with_volumes("ads"));
    let volume = value(&artifacts, "kubernetes/storage/ads.shared.persistentvolume.yaml");
    let claim = value(&artifacts, "kubernetes/teams/ads/persistentvolumeclaim-shared.yaml");
    let reference = &volume["spec"]["claimRef"];
    assert_eq!((&reference["namespace"], &reference["name"]), (&json!("ads"), &json!("shared")));
    assert_eq!(claim["spec"]["volumeName"], volume["metadata"]["name"]);
    assert_eq!(claim["spec"]["storageClassName"], volume["spec"]["storageClassName"]);
    let class = value(&artifacts, "kubernetes/storage/lake.storageclass.yaml");
    assert_eq!(class["metadata"]["name"], claim["spec"]["storageClassName"]);
    assert_eq!(class["provisioner"], "kubernetes.io/no-provisioner");
}

#[test]
fn teams_that_share_a_file_system_have_a_volume_for_each_claim() {
    let teams = format!("{}{}", with_volumes("ads"), with_volumes("bids"));
    let (_, artifacts) = objects(STORAGE, &teams);
    let handle = |path: &str| value(&artifacts, path)["spec"]["csi"]["volumeHandle"].clone();
    let ads = handle("kubernetes/storage/ads.shared.persistentvolume.yaml");
    assert_eq!(ads, handle("kubernetes/storage/bids.shared.persistentvolume.yaml"));
    assert!(
        !has(&artifacts, "kubernetes/storage/ads.own.persistentvolume.yaml"),
        "EBS makes its own"
    );
    assert!(!has(&artifacts, "kubernetes/storage/ads.each.persistentvolume.yaml"));
}

#[test]
fn a_file_system_that_exists_is_named_by_its_id() {
    let (_, artifacts) = objects(STORAGE, &with_volumes("ads"));
    let csi =
        &value(&artifacts, "kubernetes/storage/ads.there.persistentvolume.yaml")["spec"]["csi"];
    assert_eq!(csi["volumeHandle"], "fs-0123456789abcdef0");
    assert_eq!(
        csi["volumeAttributes"]["dnsname"],
        "fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com"
    );
}

#[test]
fn an_ebs_claim_is_for_one_node() {
    let (platform, artifacts) = objects(STORAGE, &with_volumes("ads"));
    let path = "kubernetes/teams/ads/persistentvolumeclaim-own.yaml";
    let claim = &value(&artifacts, path)["spec"];
    assert_eq!(claim["accessModes"], json!(["ReadWriteOnce"]));
    assert_eq!(claim.get("volumeName"), None);
    let artifact = artifacts.iter().find(|artifact| artifact.path == path).unwrap();
    let size = artifact.place(&crate::route!["spec", "resources", "requests", "storage"]);
    assert_eq!(size, platform.teams[0].volumes["own"].origin.at("size"));
}
