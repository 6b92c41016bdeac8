//! P: where pods may run, and that there are such nodes.

use std::collections::BTreeSet;

use emrgen::artifact::Kind;
use serde_json::{Value, json};

use super::{Job, built, entries, items, word};

const POOL: &str = "karpenter.sh/nodepool";
const CAPACITY: &str = "karpenter.sh/capacity-type";

/// A pod as far as its placement goes: what it is, its selector, its tolerations.
struct Placed {
    what: String,
    selector: Value,
    tolerations: Vec<Value>,
}

impl Placed {
    fn is_driver(&self) -> bool {
        ["driver-pod-template.yaml", "\"spark-driver\"", " driver"]
            .iter()
            .any(|end| self.what.ends_with(end))
    }
}

/// Every pod of a job, an endpoint or an operator job, and every place in a gang.
fn pods() -> Vec<Placed> {
    let mut all = Vec::new();
    let mut add = |what: String, spec: &Value| {
        let tolerations = items(&spec["tolerations"]).cloned().collect();
        all.push(Placed { what, selector: spec["nodeSelector"].clone(), tolerations });
    };
    for kind in [Kind::DriverPodTemplate, Kind::ExecutorPodTemplate] {
        for artifact in built().of(kind) {
            let template = artifact.value().unwrap();
            add(artifact.path.clone(), &template["spec"]);
            let groups =
                word(&template["metadata"]["annotations"]["yunikorn.apache.org/task-groups"]);
            if !groups.is_empty() {
                let groups: Value = serde_json::from_str(groups).unwrap();
                items(&groups)
                    .for_each(|group| add(format!("{} {}", artifact.path, group["name"]), group));
            }
        }
    }
    for application in built().values(Kind::SparkApplication) {
        for role in ["driver", "executor"] {
            add(format!("{} {role}", application["metadata"]["name"]), &application["spec"][role]);
        }
    }
    assert!(all.len() > 20);
    all
}

/// The pool that a pod selects.
fn pool(placed: &Placed) -> &'static Value {
    built().named(Kind::NodePool, word(&placed.selector[POOL]))
}

fn requirement(pool: &'static Value, key: &str) -> Option<BTreeSet<&'static str>> {
    let all = items(&pool["spec"]["template"]["spec"]["requirements"]);
    let mut found = all.filter(|one| one["key"] == key && one["operator"] == "In");
    Some(items(&found.next()?["values"]).map(word).collect())
}

#[test]
fn p01_pods_tolerate_the_taints_of_their_pool_and_no_others() {
    for placed in pods() {
        let taints: Vec<Value> = items(&pool(&placed)["spec"]["template"]["spec"]["taints"])
            .map(|taint| json!({ "key": taint["key"], "operator": "Equal", "value": taint["value"], "effect": taint["effect"] }))
            .collect();
        assert!(!taints.is_empty(), "{}: anyone may fill the pool", placed.what);
        assert_eq!(taints.len(), placed.tolerations.len(), "{}", placed.what);
        assert!(taints.iter().all(|taint| placed.tolerations.contains(taint)), "{}", placed.what);
    }
}

#[test]
fn p02_every_pool_is_tainted_and_has_a_weight_of_its_own() {
    let mut weights = BTreeSet::new();
    for pool in built().values(Kind::NodePool) {
        assert!(items(&pool["spec"]["template"]["spec"]["taints"]).next().is_some());
        assert!(weights.insert(pool["spec"]["weight"].as_u64().unwrap()), "{}", pool["metadata"]);
    }
}

#[test]
fn p03_p04_p05_every_label_that_a_pod_selects_is_on_the_nodes_of_its_pool() {
    for placed in pods() {
        let pool = pool(&placed);
        for (key, value) in entries(&placed.selector).filter(|(key, _)| *key != POOL) {
            let label = &pool["spec"]["template"]["metadata"]["labels"][key];
            let allowed = requirement(pool, key).unwrap_or_default();
            assert!(label == value || allowed.contains(word(value)), "{}: {key}", placed.what);
            assert!(!key.starts_with("eks.amazonaws.com/"), "{}: {key}", placed.what);
        }
    }
}

#[test]
fn p06_p07_a_pinned_zone_is_one_of_the_pool_and_the_same_for_all_pods_of_a_job() {
    const ZONE: &str = "topology.kubernetes.io/zone";
    let mut pinned = 0;
    for job in built().jobs() {
        let zone = |template: &Value| template["spec"]["nodeSelector"].get(ZONE).cloned();
        assert_eq!(zone(job.driver), zone(job.executor), "{}", job.name);
        let submitter = job
            .properties("emr-job-submitter")
            .get(&format!("jobsubmitter.node.selector.{ZONE}"))
            .cloned();
        assert_eq!(zone(job.driver), submitter, "{}", job.name);
        pinned += usize::from(submitter.is_some());
    }
    assert!(pinned > 0);
}

#[test]
fn p08_s11_drivers_say_on_demand_and_their_pools_sell_it() {
    for placed in pods().iter().filter(|placed| placed.is_driver()) {
        assert_eq!(placed.selector[CAPACITY], "on-demand", "{}", placed.what);
        assert!(requirement(pool(placed), CAPACITY).unwrap().contains("on-demand"));
    }
}

#[test]
fn p09_the_submitter_runs_beside_the_driver_and_tolerates_what_it_does() {
    for job in built().jobs() {
        let submitter = job.properties("emr-job-submitter");
        let driver = &job.driver["spec"];
        for (key, value) in entries(&driver["nodeSelector"]) {
            let key = format!("jobsubmitter.node.selector.{key}");
            assert_eq!(submitter.get(&key), Some(value), "{}", job.name);
        }
        for toleration in items(&driver["tolerations"]) {
            let key = format!("jobsubmitter.node.toleration.{}", word(&toleration["key"]));
            assert_eq!(submitter[&key], toleration["value"], "{}", job.name);
            assert_eq!(submitter[&format!("{key}.effect")], toleration["effect"], "{}", job.name);
        }
    }
}

#[test]
fn p10_endpoints_have_a_place_for_each_of_their_pods() {
    for endpoint in built().values(Kind::CreateManagedEndpoint) {
        let conf = &endpoint["configurationOverrides"]["applicationConfiguration"][0]["properties"];
        for role in ["driver", "executor"] {
            let uri = word(&conf[format!("spark.kubernetes.{role}.podTemplateFile")]);
            let (_, path) = uri.split_once("/data-team-a/").unwrap();
            let template = built().at(&format!("emr/data-team-a/{path}"));
            assert!(template["spec"]["nodeSelector"].get(POOL).is_some(), "{uri}");
        }
    }
}

#[test]
fn p11_p12_each_pool_has_one_architecture_and_families_of_it() {
    use emrgen::catalog::instance::{Architecture, instance_types};
    for pool in built().values(Kind::NodePool) {
        let arch = requirement(pool, "kubernetes.io/arch").unwrap();
        assert_eq!(arch.len(), 1, "{}", pool["metadata"]);
        let arm = arch.contains("arm64");
        let families = requirement(pool, "karpenter.k8s.aws/instance-family").unwrap();
        let types = instance_types().iter().filter(|it| families.contains(it.family()));
        let mut types = types.peekable();
        assert!(types.peek().is_some());
        assert!(types.all(|it| (it.architecture == Architecture::Arm64) == arm));
    }
}

#[test]
fn p15_templates_have_neither_name_nor_namespace() {
    for template in built().jobs().iter().flat_map(Job::templates) {
        let metadata = &template["metadata"];
        assert!(metadata.get("name").is_none() && metadata.get("namespace").is_none());
    }
}

#[test]
fn p16_claims_and_accounts_lie_in_the_namespace_whose_pods_use_them() {
    for job in built().jobs() {
        let namespace = namespace_of(job.team);
        for template in job.templates() {
            for volume in items(&template["spec"]["volumes"]) {
                let Some(claim) = volume["persistentVolumeClaim"].get("claimName") else {
                    continue;
                };
                let claim = built().named(Kind::PersistentVolumeClaim, word(claim));
                assert_eq!(claim["metadata"]["namespace"], *namespace, "{}", job.name);
            }
        }
    }
}

/// The namespace of a team, by its virtual cluster.
fn namespace_of(team: &str) -> &'static Value {
    let cluster = built().at(&format!("emr/{team}/virtual-cluster.json"));
    &cluster["containerProvider"]["info"]["eksInfo"]["namespace"]
}
