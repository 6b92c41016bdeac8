//! G: what YuniKorn holds for a gang, and what Spark then asks for.

use emrgen::artifact::Kind;
use serde_json::Value;

use super::{Built, Job, built, bytes, edited, items, word};

/// The task groups of a job: of the driver and of the executors.
fn groups(job: &Job<'_>) -> [Value; 2] {
    let annotation = &job.driver["metadata"]["annotations"]["yunikorn.apache.org/task-groups"];
    let all: Vec<Value> = serde_json::from_str(word(annotation)).unwrap();
    all.try_into().unwrap()
}

fn gang(built: &Built) -> Job<'_> {
    built.job("taxidata-gang")
}

/// MiB of a Spark size such as `4g`.
fn mib(text: &str) -> u64 {
    let (number, unit) = text.split_at(text.len() - 1);
    number.parse::<u64>().unwrap() * if unit == "g" { 1024 } else { 1 }
}

/// What a pod of a Python program requests by Spark's own rules, with EMR's log container: millis
/// of CPU, and MiB.
fn asked(job: &Job<'_>, role: &str) -> (u64, u64) {
    let logging = job.properties("emr-containers-defaults");
    let heap = mib(&job.conf(&format!("spark.{role}.memory")).unwrap());
    let overhead = job
        .conf(&format!("spark.{role}.memoryOverhead"))
        .map_or((heap * 4 / 10).max(384), |it| mib(&it));
    let cores: u64 = job.conf(&format!("spark.{role}.cores")).unwrap().parse().unwrap();
    let log_cpu: u64 =
        word(&logging["logging.request.cores"]).trim_end_matches('m').parse().unwrap();
    let log_mib = bytes(word(&logging["logging.request.memory"])) >> 20;
    (cores * 1000 + log_cpu, heap + overhead + log_mib)
}

/// Whether the groups of a job are its pods: as many, as large, placed alike.
fn assert_is_what_spark_asks(job: &Job<'_>) {
    let templates = job.templates();
    for ((role, group), template) in
        ["driver", "executor"].into_iter().zip(groups(job)).zip(templates)
    {
        let members = if role == "driver" {
            "1".to_owned()
        } else {
            job.conf("spark.executor.instances").unwrap()
        };
        assert_eq!(group["minMember"].to_string(), members, "G01 {role}");
        let (cpu, memory) = asked(job, role);
        let least = &group["minResource"];
        assert_eq!(least["cpu"], format!("{cpu}m"), "G02 {role}");
        assert_eq!(least["memory"], format!("{memory}Mi"), "G02 {role}");
        let disk = &template["spec"]["containers"][0]["resources"]["requests"]["ephemeral-storage"];
        assert_eq!(least["ephemeral-storage"], *disk, "G02 {role}");
        assert_eq!(group["nodeSelector"], template["spec"]["nodeSelector"], "G04 {role}");
        assert_eq!(group["tolerations"], template["spec"]["tolerations"], "G04 {role}");
        let own = &template["metadata"]["annotations"]["yunikorn.apache.org/task-group-name"];
        assert_eq!(group["name"], *own);
    }
}

#[test]
fn g01_g02_g04_a_gang_is_as_many_pods_of_the_size_and_place_that_spark_asks_for() {
    assert_is_what_spark_asks(&gang(built()));
}

#[test]
fn g01_g02_g04_the_groups_change_with_the_job() {
    let before = groups(&gang(built()));
    for (line, part) in [
        ("    executors: { instances: 7 }", "minMember"),
        ("    executors: { memory: 10g, cores: 3 }", "minResource"),
        ("    executors: { overhead: 3g }", "minResource"),
        ("    scratch: { node: 60Gi }", "minResource"),
        ("    zone: us-west-2b", "nodeSelector"),
        ("    executors: { pool: spark-compute-optimized }", "tolerations"),
        ("    executors: { capacity: on-demand }", "nodeSelector"),
    ] {
        let changed = edited(&[(
            "teams/data-team-a.yaml",
            "  taxidata-gang:\n",
            &format!("  taxidata-gang:\n{line}\n"),
        )]);
        let job = gang(&changed);
        assert_is_what_spark_asks(&job);
        assert_ne!(groups(&job)[1][part], before[1][part], "{line}");
    }
}

#[test]
fn g03_places_are_held_longer_than_a_node_takes_to_start() {
    let job = gang(built());
    let annotations = &job.driver["metadata"]["annotations"];
    let parameters = word(&annotations["yunikorn.apache.org/schedulingPolicyParameters"]);
    let value =
        |key: &str| parameters.split(' ').find_map(|it| it.strip_prefix(key)?.strip_prefix('='));
    let seconds: u64 = value("placeholderTimeoutInSeconds").unwrap().parse().unwrap();
    // One to two minutes, says the seed; EMR gives the driver fifteen.
    assert!((300..=900).contains(&seconds), "{seconds}");
    assert_eq!(value("gangSchedulingStyle"), Some("Hard"));
}

#[test]
fn g05_every_run_is_an_application_of_its_own() {
    let job = gang(built());
    for role in ["driver", "executor"] {
        let key = format!("spark.kubernetes.{role}.annotation.yunikorn.apache.org/app-id");
        assert_eq!(job.conf(&key).as_deref(), Some("{{APP_ID}}"));
    }
}

#[test]
fn g07_g08_the_scheduler_takes_the_pods_that_name_it() {
    let values = built().at("helm/yunikorn/values.yaml");
    assert_eq!(values["embedAdmissionController"], false);
    assert!(!values.to_string().contains("operatorPlugins"));
    let of_yunikorn = |template: &Value| template["spec"]["schedulerName"] == "yunikorn";
    for job in built().jobs() {
        let asks = job.conf("spark.kubernetes.scheduler.name").is_some();
        assert!(job.templates().into_iter().all(|it| of_yunikorn(it) == asks), "{}", job.name);
    }
}

#[test]
fn g_queues_exist_hold_their_gangs_and_guarantee_no_more_than_their_parents() {
    let changed = edited(&[(
        "teams/data-team-a.yaml",
        "queue: root.test, gang: true",
        "queue: root.etl.nightly, gang: true",
    )]);
    let text = word(&changed.at("helm/yunikorn/values.yaml")["yunikornDefaults"]["queues.yaml"])
        .to_owned();
    let queues: Value = serde_json::from_str(&text).unwrap();
    let root = &queues["partitions"][0]["queues"][0];
    let child = |at: &Value, name: &str| {
        items(&at["queues"]).find(|it| it["name"] == name).unwrap().clone()
    };
    let nightly = child(&child(root, "etl"), "nightly");
    assert!(nightly.get("resources").is_none(), "no bound of its own");
    let job = gang(built());
    let queue = job.conf("spark.kubernetes.driver.annotation.yunikorn.apache.org/queue").unwrap();
    let max = &child(root, queue.rsplit('.').next().unwrap())["resources"]["max"];
    let members = |group: &Value| group["minMember"].as_u64().unwrap();
    let vcores: u64 = groups(&job)
        .iter()
        .zip(["driver", "executor"])
        .map(|(group, role)| members(group) * asked(&job, role).0)
        .sum();
    assert!(word(&max["vcore"]).parse::<u64>().unwrap() * 1000 >= vcores);
    assert!(built().of(Kind::HelmValues).any(|it| it.path == "helm/yunikorn/values.yaml"));
}
