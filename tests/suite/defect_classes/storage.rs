//! V: from a claim to the disk, and who owns it.

use std::collections::BTreeSet;

use emrgen::artifact::Kind;
use emrgen::catalog::fsx::{Deployment, PORTS, Storage};
use serde_json::Value;

use super::{Built, Job, built, bytes, edited, entries, items, word};

const SCRATCH: &str = "spark-local-dir-";

/// Classes that make Lustre file systems.
fn lustre_classes() -> Vec<&'static Value> {
    let all = built().values(Kind::StorageClass);
    let found: Vec<_> = all.filter(|class| class["provisioner"] == "fsx.csi.aws.com").collect();
    assert!(!found.is_empty());
    found
}

fn file_system() -> &'static Value {
    built().resources("aws_fsx_lustre_file_system")[0]
}

fn claim(name: &str) -> &'static Value {
    built().named(Kind::PersistentVolumeClaim, name)
}

/// The claim that a template takes for scratch.
fn scratch_claim(template: &Value) -> Option<&str> {
    let mut volumes = items(&template["spec"]["volumes"]);
    let volume = volumes.find(|volume| word(&volume["name"]).starts_with(SCRATCH))?;
    volume["persistentVolumeClaim"]["claimName"].as_str()
}

/// The job whose executors take a claim for scratch.
fn job_on(claim: &str) -> Job<'static> {
    let mut jobs = built().jobs().into_iter();
    jobs.find(|job| scratch_claim(job.executor) == Some(claim)).unwrap()
}

#[test]
fn v01_v02_volumes_are_made_by_csi_drivers_and_encrypted() {
    for class in built().values(Kind::StorageClass) {
        let provisioner = word(&class["provisioner"]);
        let made = !provisioner.ends_with("no-provisioner");
        assert!(!made || provisioner.ends_with(".csi.aws.com"), "{provisioner}");
        if provisioner == "ebs.csi.aws.com" {
            assert_eq!(class["parameters"]["encrypted"], "true", "{class}");
        }
    }
}

#[test]
fn v03_no_volume_is_recycled() {
    for volume in built().values(Kind::PersistentVolume) {
        assert_eq!(volume["spec"]["persistentVolumeReclaimPolicy"], "Retain");
    }
    for class in built().values(Kind::StorageClass) {
        assert!(["Delete", "Retain"].contains(&word(&class["reclaimPolicy"])), "{class}");
    }
}

#[test]
fn v04_a_static_volume_and_its_claim_are_as_large_as_the_file_system() {
    let capacity = file_system()["storage_capacity"].as_u64().unwrap();
    for volume in built().values(Kind::PersistentVolume) {
        assert_eq!(bytes(word(&volume["spec"]["capacity"]["storage"])) >> 30, capacity);
        let claim = claim(word(&volume["spec"]["claimRef"]["name"]));
        assert_eq!(
            claim["spec"]["resources"]["requests"]["storage"],
            volume["spec"]["capacity"]["storage"]
        );
    }
}

#[test]
fn v05_fsx_capacity_is_a_step_the_api_takes() {
    let fits = |deployment: &Value, throughput: Option<u32>, gib: u64| {
        Deployment::parse(word(deployment)).unwrap().can_hold(Storage::Ssd, throughput, gib)
    };
    let system = file_system();
    let throughput =
        system["per_unit_storage_throughput"].as_u64().map(|it| u32::try_from(it).unwrap());
    assert!(fits(
        &system["deployment_type"],
        throughput,
        system["storage_capacity"].as_u64().unwrap()
    ));
    for class in lustre_classes() {
        let of_class =
            |claim: &&Value| claim["spec"]["storageClassName"] == class["metadata"]["name"];
        for claim in built().values(Kind::PersistentVolumeClaim).filter(of_class) {
            let gib = bytes(word(&claim["spec"]["resources"]["requests"]["storage"])) >> 30;
            assert!(fits(&class["parameters"]["deploymentType"], None, gib), "{gib} GiB");
        }
    }
}

#[test]
fn v06_v28_lustre_says_its_deployment_and_persistent_types_their_throughput() {
    for class in lustre_classes() {
        let parameters = &class["parameters"];
        let persistent = word(&parameters["deploymentType"]).starts_with("PERSISTENT");
        assert!(Deployment::parse(word(&parameters["deploymentType"])).is_some());
        assert_eq!(parameters.get("perUnitStorageThroughput").is_some(), persistent);
    }
    assert_eq!(file_system()["deployment_type"], "PERSISTENT_2");
    assert!(
        [125, 250, 500, 1000]
            .contains(&file_system()["per_unit_storage_throughput"].as_u64().unwrap())
    );
}

#[test]
fn v07_v08_a_static_volume_and_its_claim_bind_to_each_other_in_a_class_that_makes_nothing() {
    for volume in built().values(Kind::PersistentVolume) {
        let reference = &volume["spec"]["claimRef"];
        let claim = claim(word(&reference["name"]));
        assert_eq!(claim["metadata"]["namespace"], reference["namespace"]);
        assert_eq!(claim["spec"]["volumeName"], volume["metadata"]["name"]);
        let class = &volume["spec"]["storageClassName"];
        assert_eq!(claim["spec"]["storageClassName"], *class);
        let class = built().named(Kind::StorageClass, word(class));
        assert_eq!(class["provisioner"], "kubernetes.io/no-provisioner");
    }
}

#[test]
fn v09_dynamic_file_systems_are_made_with_the_platform_and_not_at_job_start() {
    for class in lustre_classes() {
        assert_eq!(class["volumeBindingMode"], "Immediate");
    }
    for job in built().jobs() {
        for (key, value) in job.properties("spark-defaults") {
            let of_lustre = lustre_classes().iter().any(|class| class["metadata"]["name"] == value);
            assert!(!(key.ends_with(".storageClass") && of_lustre), "{}: {key}", job.name);
        }
    }
}

#[test]
fn v10_pods_run_in_the_zone_of_their_file_system() {
    let subnet = word(&file_system()["subnet_ids"][0]);
    let address = subnet.trim_start_matches("${").trim_end_matches(".id}");
    let zone = &built().terraform()[address]["availability_zone"];
    for claim in ["fsx-static-pvc", "fsx-dynamic-pvc"] {
        for template in job_on(claim).templates() {
            assert_eq!(
                template["spec"]["nodeSelector"]["topology.kubernetes.io/zone"], *zone,
                "{claim}"
            );
        }
    }
}

#[test]
fn v11_lustre_ports_are_open_both_ways() {
    let group = "${aws_security_group.lustre.id}";
    let nodes = "${aws_security_group.eks_node.id}";
    for kind in ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"] {
        let rules = built().resources(kind);
        for (from, to) in PORTS {
            for peer in [group, nodes] {
                let open = rules.iter().any(|rule| {
                    rule["security_group_id"] == group
                        && rule["referenced_security_group_id"] == peer
                        && rule["from_port"] == from
                        && rule["to_port"] == to
                });
                assert!(open, "{kind} {from} {peer}");
            }
        }
    }
}

#[test]
fn v12_scratch_lies_beside_the_directory_that_is_exported() {
    let link = built().resources("aws_fsx_data_repository_association")[0];
    let linked = word(&link["file_system_path"]).trim_matches('/');
    let [driver, executor] = job_on("fsx-static-pvc").templates();
    for template in [driver, executor] {
        let mount = scratch_mount(&template["spec"]["containers"][0]);
        let below = word(&mount["subPathExpr"]);
        assert!(!below.is_empty() && below.split('/').next() != Some(linked), "{below}");
    }
}

fn scratch_mount(container: &Value) -> &Value {
    let mut mounts = items(&container["volumeMounts"]);
    mounts.find(|mount| word(&mount["name"]).starts_with(SCRATCH)).unwrap()
}

/// Every template that has a scratch volume of its own.
fn with_scratch(built: &Built) -> Vec<&Value> {
    let jobs = built.jobs();
    let templates = jobs.iter().flat_map(Job::templates);
    let has = |template: &&Value| {
        items(&template["spec"]["volumes"]).any(|it| word(&it["name"]).starts_with(SCRATCH))
    };
    let found: Vec<&Value> = templates.filter(has).collect();
    assert!(found.len() > 10);
    found
}

#[test]
fn v13_v14_spark_finds_its_scratch_by_name_and_no_other_setting_contradicts_it() {
    for job in built().jobs() {
        assert_eq!(job.conf("spark.local.dir"), None, "{}", job.name);
        for (role, template) in ["driver", "executor"].into_iter().zip(job.templates()) {
            let on_demand = format!(
                "spark.kubernetes.{role}.volumes.persistentVolumeClaim.{SCRATCH}1.mount.path"
            );
            let by_conf = job.conf(&on_demand).is_some();
            let by_template = items(&template["spec"]["containers"][0]["volumeMounts"])
                .any(|mount| word(&mount["name"]).starts_with(SCRATCH));
            assert!(by_conf != by_template, "{} {role}: exactly one of the two", job.name);
        }
    }
}

#[test]
fn v15_init_and_main_container_see_the_same_directory() {
    for template in with_scratch(built()) {
        let main = scratch_mount(&template["spec"]["containers"][0]);
        for init in items(&template["spec"]["initContainers"]) {
            assert_eq!(scratch_mount(init), main);
        }
    }
}

#[test]
fn v16_v29_a_claim_that_several_pods_use_may_be_written_from_several_nodes() {
    for job in built().jobs() {
        let count: u64 = job.conf("spark.executor.instances").map_or(1, |it| it.parse().unwrap());
        if let Some(name) = scratch_claim(job.executor).filter(|_| count > 1) {
            assert_eq!(claim(name)["spec"]["accessModes"][0], "ReadWriteMany", "{}", job.name);
        }
    }
    let alone: Vec<_> = built()
        .values(Kind::PersistentVolumeClaim)
        .filter(|it| it["spec"]["accessModes"][0] == "ReadWriteOnce")
        .collect();
    for claim in alone {
        let name = word(&claim["metadata"]["name"]);
        let drivers = built()
            .jobs()
            .into_iter()
            .filter(|job| scratch_claim(job.driver) == Some(name))
            .count();
        assert_eq!(drivers, 1, "{name}");
    }
}

#[test]
fn v19_v20_v21_v22_host_paths_are_apart_from_the_array_and_each_pod_has_a_part_of_its_own() {
    let mut found = 0;
    for template in with_scratch(built()) {
        let spec = &template["spec"];
        for volume in items(&spec["volumes"]).filter(|volume| volume.get("hostPath").is_some()) {
            found += 1;
            let path = word(&volume["hostPath"]["path"]);
            assert!(!path.starts_with("/mnt/k8s-disks"), "{path}");
            assert_eq!(volume["hostPath"]["type"], "DirectoryOrCreate");
            assert_eq!(scratch_mount(&spec["containers"][0])["subPathExpr"], "$(POD_NAME)");
            let class = built()
                .named(Kind::EC2NodeClass, word(&spec["nodeSelector"]["karpenter.sh/nodepool"]));
            assert!(class["spec"].get("instanceStorePolicy").is_none(), "the root volume is meant");
        }
    }
    assert_eq!(found, 2);
}

#[test]
fn v24_scratch_on_a_node_is_requested() {
    for template in with_scratch(built()) {
        let spec = &template["spec"];
        if items(&spec["volumes"]).any(|volume| volume.get("emptyDir").is_some()) {
            let asked = &spec["containers"][0]["resources"]["requests"]["ephemeral-storage"];
            assert!(bytes(word(asked)) > 0);
        }
    }
}

#[test]
fn v26_v27_the_directory_is_the_users_of_the_image_and_may_be_entered() {
    for template in with_scratch(built()) {
        for init in items(&template["spec"]["initContainers"]) {
            let script = word(&init["command"][2]);
            let path = word(&scratch_mount(init)["mountPath"]);
            assert!(script.contains(&format!("chown 999:1000 {path}")), "{script}");
            let mode = script.split("chmod ").nth(1).unwrap().split(' ').next().unwrap();
            assert_eq!(u32::from_str_radix(mode, 8).unwrap() & 0o700, 0o700, "{script}");
            assert!(!script.contains("-R"), "{script}");
        }
    }
}

#[test]
fn v30_one_class_is_the_default_and_charts_name_it() {
    const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
    let classes = built().values(Kind::StorageClass);
    let default: BTreeSet<&str> = classes
        .filter(|class| class["metadata"]["annotations"][DEFAULT] == "true")
        .map(|class| word(&class["metadata"]["name"]))
        .collect();
    assert_eq!(default.len(), 1);
    let kubecost = &built().at("helm/kubecost/values.yaml")["persistentVolume"]["storageClass"];
    assert!(default.contains(word(kubecost)));
}

/// The promise of the language: where a job spills is one line of it.
#[test]
fn a_job_that_wants_lustre_instead_of_nvme_changes_one_line() {
    let on_lustre = edited(&[(
        "teams/data-team-a.yaml",
        "  taxidata: {} # on the instance store of the pool",
        "  taxidata: { scratch: { claim: fsx-static-pvc } }",
    )]);
    let (before, after) = (built().job("taxidata"), on_lustre.job("taxidata"));
    assert_eq!(
        (scratch_claim(before.executor), scratch_claim(after.executor)),
        (None, Some("fsx-static-pvc"))
    );
    let same = ["request", "pool"];
    assert_eq!(before.request["jobDriver"], after.request["jobDriver"], "{same:?}");
    let selector =
        |job: &Job<'_>| job.driver["spec"]["nodeSelector"]["karpenter.sh/nodepool"].clone();
    assert_eq!(selector(&before), selector(&after));
    let changed: Vec<&str> = entries(after.driver)
        .map(|(key, _)| key.as_str())
        .filter(|key| before.driver[key] != after.driver[key])
        .collect();
    assert_eq!(changed, ["spec"]);
    assert!(after.driver["spec"]["nodeSelector"].get("topology.kubernetes.io/zone").is_some());
}
