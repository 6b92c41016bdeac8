//! Rights, quotas and network of a team's namespace.

use serde_json::{Value, json};

use super::{has, objects};
use crate::lower::testing::{team, value};

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
fn a_team_cannot_take_the_labels_by_which_it_is_known() {
    let (_, artifacts) = objects("", &team("ads", "labels: { emrgen.io/team: bids, tier: gold }"));
    let metadata = &value(&artifacts, "kubernetes/teams/ads/namespace.yaml")["metadata"];
    assert_eq!(metadata["labels"]["emrgen.io/team"], "ads");
    assert_eq!(metadata["labels"]["tier"], "gold");
    assert_eq!(metadata["annotations"]["emrgen.io/pools"], "fast");
}
