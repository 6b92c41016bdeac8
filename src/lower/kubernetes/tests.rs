//! Objects of teams and storage, each against a class of defect that published platforms have.

use serde_json::{Value, json};

use super::{kustomization, lower};
use crate::artifact::{Artifact, Target};
use crate::lower::testing::{platform, team, value};
use crate::model::Platform;

const STORAGE: &str = "storage:
  disk: { ebs: { type: io2, iops: 4000, fsType: xfs }, default: true }
  each: { lustre: { deployment: SCRATCH_2 } }
  lake: { lustre: { size: 2400Gi, throughput: 250 } }
  old: { lustre: { fileSystem: fs-0123456789abcdef0, size: 4800Gi } }
";

fn objects(more: &str, teams: &str) -> (Platform, Vec<Artifact>) {
    let platform = platform(&format!("{more}{teams}"));
    let artifacts = lower(&platform);
    (platform, artifacts)
}

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
fn i12_i14_emr_s_role_has_real_verbs_update_and_claims() {
    let (_, artifacts) = objects("", &team("ads", ""));
    let role = value(&artifacts, "kubernetes/teams/ads/role-emr-containers.yaml");
    let real = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    let rules = role["rules"].as_array().unwrap();
    let verbs = |resource: &str| -> Vec<&str> {
        let of = |rule: &&Value| rule["resources"].as_array().unwrap().contains(&json!(resource));
        let rule = rules.iter().find(of).unwrap_or_else(|| panic!("no rule for {resource}"));
        rule["verbs"].as_array().unwrap().iter().filter_map(Value::as_str).collect()
    };
    for rule in rules {
        for verb in rule["verbs"].as_array().unwrap() {
            assert!(real.contains(&verb.as_str().unwrap()), "{verb}");
        }
    }
    assert_eq!(verbs("persistentvolumeclaims"), real);
    assert_eq!(verbs("rolebindings"), real);
    assert!(
        ["pods", "jobs", "ingresses", "deployments"]
            .iter()
            .all(|one| verbs(one).contains(&"update"))
    );
    assert_eq!(verbs("secrets"), ["create", "delete", "patch", "watch"], "no secret is read");
    let groups: Vec<&Value> = rules.iter().map(|rule| &rule["apiGroups"][0]).collect();
    assert!(!groups.contains(&&json!("extensions")), "F15: no cluster serves that group");
}

#[test]
fn i13_the_role_is_bound_to_the_user_as_which_emr_comes() {
    let (_, artifacts) = objects("", &team("ads", "namespace: emr-ads"));
    let binding = value(&artifacts, "kubernetes/teams/emr-ads/rolebinding-emr-containers.yaml");
    assert_eq!(binding["metadata"]["namespace"], "emr-ads");
    assert_eq!(
        binding["subjects"],
        json!([{ "kind": "User", "name": "emr-containers", "apiGroup": "rbac.authorization.k8s.io" }])
    );
    assert_eq!(
        binding["roleRef"],
        json!({ "kind": "Role", "name": "emr-containers", "apiGroup": "rbac.authorization.k8s.io" })
    );
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
fn c09_i15_i16_the_operator_s_jobs_have_an_account_and_a_role_of_the_namespace() {
    let operated = team("ads", "defaults: { runner: spark-operator }");
    let (_, artifacts) = objects("", &operated);
    let account = value(&artifacts, "kubernetes/teams/ads/serviceaccount.yaml");
    let arn = "arn:aws:iam::012345678901:role/lake-ads";
    assert_eq!(account["metadata"]["annotations"], json!({ "eks.amazonaws.com/role-arn": arn }));
    assert_eq!(account.get("secrets"), None, "no token that lasts");
    let role = value(&artifacts, "kubernetes/teams/ads/role-spark-driver.yaml");
    assert_eq!(
        role["rules"][0]["resources"],
        json!(["configmaps", "persistentvolumeclaims", "pods", "services"]),
        "neither secrets nor roles"
    );
    let binding = value(&artifacts, "kubernetes/teams/ads/rolebinding-spark-driver.yaml");
    let subject = json!([{ "kind": "ServiceAccount", "name": "ads", "namespace": "ads" }]);
    assert_eq!(binding["subjects"], subject);
    assert!(!has(&artifacts, "kubernetes/teams/ads/role-emr-containers.yaml"));
    let cluster_wide = artifacts.iter().filter(|one| one.kind.facts().name.starts_with("Cluster"));
    assert_eq!(cluster_wide.count(), 0);
    let (_, artifacts) = objects("cluster: { identity: pod-identity }\n", &operated);
    let account = value(&artifacts, "kubernetes/teams/ads/serviceaccount.yaml");
    assert_eq!(account["metadata"].get("annotations"), None, "the association ties it to its role");
}

#[test]
fn a_quota_brings_the_requests_that_it_asks_for() {
    let quota = "quota: { cpu: \"200\", memory: 800Gi, pods: 200, storage: 5Ti }";
    let (_, artifacts) = objects("", &team("ads", quota));
    assert_eq!(
        value(&artifacts, "kubernetes/teams/ads/resourcequota.yaml")["spec"]["hard"],
        json!({ "pods": "200", "requests.cpu": "200", "requests.memory": "800Gi", "requests.storage": "5Ti" })
    );
    assert_eq!(
        value(&artifacts, "kubernetes/teams/ads/limitrange.yaml")["spec"]["limits"],
        json!([{ "type": "Container", "defaultRequest": { "cpu": "100m", "memory": "512Mi" } }])
    );
    let (_, artifacts) = objects("", &team("ads", "quota: { pods: 5 }"));
    assert!(!has(&artifacts, "kubernetes/teams/ads/limitrange.yaml"), "pods need no requests");
    let (_, artifacts) = objects("", &team("ads", "quota: {}"));
    assert!(!has(&artifacts, "kubernetes/teams/ads/resourcequota.yaml"));
}

#[test]
fn pods_of_a_team_talk_among_themselves_and_to_what_spark_needs() {
    let (_, artifacts) = objects("addons: { prometheus: true }\n", &team("ads", ""));
    let spec = &value(&artifacts, "kubernetes/teams/ads/networkpolicy.yaml")["spec"];
    let same = json!([{ "podSelector": {} }]);
    assert_eq!(spec["podSelector"], json!({}), "every pod");
    assert_eq!(spec["policyTypes"], json!(["Ingress", "Egress"]));
    assert_eq!(
        spec["ingress"][0],
        json!({ "from": same }),
        "all ports: drivers and executors choose theirs"
    );
    assert_eq!(spec["egress"][0], json!({ "to": same }));
    assert_eq!(
        spec["egress"][1]["ports"],
        json!([{ "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP" }])
    );
    assert_eq!(spec["egress"][2], json!({ "ports": [{ "port": 443, "protocol": "TCP" }] }));
    assert_eq!(
        spec["egress"].as_array().unwrap().len(),
        3,
        "no port 80: the node's credentials stay out of reach"
    );
    let prometheus = json!([{ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "kube-prometheus-stack" } } }]);
    assert_eq!(
        spec["ingress"][1],
        json!({ "from": prometheus, "ports": [{ "port": 4040, "protocol": "TCP" }] })
    );
}

#[test]
fn the_network_policy_opens_what_the_platform_has() {
    let ports = |more: &str, teams: &str| {
        let (_, artifacts) = objects(more, teams);
        let spec = &value(&artifacts, "kubernetes/teams/ads/networkpolicy.yaml")["spec"];
        let numbers = |rules: &Value| -> Vec<u64> {
            let ports = rules.as_array().unwrap().iter().filter_map(|rule| rule.get("ports"));
            ports
                .flat_map(|ports| ports.as_array().unwrap())
                .map(|port| port["port"].as_u64().unwrap())
                .collect()
        };
        (numbers(&spec["ingress"]), numbers(&spec["egress"]))
    };
    assert_eq!(ports("", &team("ads", "")).0, Vec::<u64>::new(), "nothing scrapes");
    let moved = "defaults: { conf: { spark.ui.port: \"4050\" } }";
    assert_eq!(ports("addons: { prometheus: true }\n", &team("ads", moved)).0, [4050]);
    let endpoint = "endpoints: { notebook: { release: emr-7.9.0, pool: fast } }";
    assert_eq!(ports("", &team("ads", endpoint)).0, [18888]);
    let agent = ports("cluster: { identity: pod-identity }\n", &team("ads", "")).1;
    assert_eq!(agent, [53, 53, 443, 80], "C10: credentials come from the agent of the node");
}

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

#[test]
fn a_team_cannot_take_the_labels_by_which_it_is_known() {
    let (_, artifacts) = objects("", &team("ads", "labels: { emrgen.io/team: bids, tier: gold }"));
    let metadata = &value(&artifacts, "kubernetes/teams/ads/namespace.yaml")["metadata"];
    assert_eq!(metadata["labels"]["emrgen.io/team"], "ads");
    assert_eq!(metadata["labels"]["tier"], "gold");
    assert_eq!(metadata["annotations"]["emrgen.io/pools"], "fast");
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
