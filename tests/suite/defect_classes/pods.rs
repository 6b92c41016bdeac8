//! C: what pods run, and as whom.

use emrgen::artifact::Kind;
use emrgen::catalog::emr;
use emrgen::units::ReleaseLabel;
use serde_json::Value;

use super::{Job, built, entries, items, texts, word};

/// Every init container of every pod that is written down.
fn init_containers() -> Vec<&'static Value> {
    let jobs = built().jobs();
    let templates = jobs.iter().flat_map(Job::templates);
    let found: Vec<&Value> =
        templates.flat_map(|it| items(&it["spec"]["initContainers"])).collect();
    assert!(!found.is_empty());
    found
}

#[test]
fn c01_c02_a_shell_gets_one_command_whose_failure_ends_the_pod() {
    for container in init_containers() {
        let command: Vec<&str> = items(&container["command"]).map(word).collect();
        let [shell, flag, script] = command[..] else { panic!("{command:?}") };
        assert_eq!((shell, flag), ("sh", "-c"));
        assert!(container.get("args").is_none());
        assert!(
            !["||", ";", "2>/dev/null", "mkdir"].iter().any(|it| script.contains(it)),
            "{script}"
        );
    }
}

#[test]
fn c03_images_are_pinned_and_of_a_registry_of_their_makers() {
    let mut images: Vec<&str> = init_containers().iter().map(|it| word(&it["image"])).collect();
    images.extend(built().values(Kind::SparkApplication).map(|it| word(&it["spec"]["image"])));
    for image in images {
        let tag = image.rsplit_once(':').map(|(_, tag)| tag);
        assert!(tag.is_some_and(|tag| tag != "latest"), "{image}");
        let home = ["public.ecr.aws/docker/library/", "public.ecr.aws/data-on-eks/"];
        assert!(home.iter().any(|prefix| image.starts_with(prefix)), "{image}");
    }
}

#[test]
fn c06_the_spark_version_of_an_operator_job_is_that_of_its_image() {
    for application in built().values(Kind::SparkApplication) {
        let spec = &application["spec"];
        let tag = word(&spec["image"]).rsplit_once(':').unwrap().1;
        assert_eq!(spec["sparkVersion"], tag);
    }
    for job in built().jobs() {
        let label = ReleaseLabel::parse(word(&job.request["releaseLabel"])).unwrap();
        assert!(emr::release(&label).is_some(), "{}", job.name);
    }
}

#[test]
fn c07_c08_no_pod_name_is_fixed_and_no_call_may_hang_for_hours() {
    for job in built().jobs() {
        for (key, _) in job.properties("spark-defaults") {
            let wrong = ["pod.name", "podNamePrefix", "Timeout"];
            assert!(!wrong.iter().any(|end| key.ends_with(end)), "{}: {key}", job.name);
        }
    }
}

#[test]
fn c09_operator_jobs_run_as_an_account_that_may_make_pods_and_has_a_role() {
    for application in built().values(Kind::SparkApplication) {
        for role in ["driver", "executor"] {
            let name = word(&application["spec"][role]["serviceAccount"]);
            let account = built().named(Kind::ServiceAccount, name);
            assert_eq!(account["metadata"]["namespace"], application["metadata"]["namespace"]);
            let arn = word(&account["metadata"]["annotations"]["eks.amazonaws.com/role-arn"]);
            let role = arn.rsplit('/').next().unwrap();
            let trust = built().at(&format!("iam/{role}/trust-policy.json")).to_string();
            let namespace = word(&account["metadata"]["namespace"]);
            assert!(trust.contains(&format!("system:serviceaccount:{namespace}:{name}")));
            let bound = built().values(Kind::RoleBinding).any(|binding| {
                binding["metadata"]["namespace"] == *namespace
                    && items(&binding["subjects"]).any(|it| it["name"] == name)
            });
            assert!(bound, "{name}");
        }
    }
}

#[test]
fn c10_credentials_are_of_the_mechanism_that_the_cluster_has() {
    let web_identity = built().resources("aws_iam_openid_connect_provider").len() == 1;
    for application in built().values(Kind::SparkApplication) {
        let provider =
            &application["spec"]["sparkConf"]["spark.hadoop.fs.s3a.aws.credentials.provider"];
        assert_eq!(word(provider).contains("WebIdentity"), web_identity);
    }
}

#[test]
fn c11_libraries_are_those_of_the_image_once() {
    let mut with_jars = 0;
    for job in built().jobs() {
        assert_eq!(job.conf("spark.jars.packages"), None, "{}", job.name);
        let jars = job.conf("spark.jars").unwrap_or_default();
        assert!(jars.split(',').all(|jar| jar.is_empty() || jar.starts_with("local://")), "{jars}");
        with_jars += usize::from(!jars.is_empty());
    }
    assert_eq!(with_jars, 2, "the two jobs on Delta Lake");
}

#[test]
fn c14_every_key_in_s3_is_plain_and_of_a_bucket_of_the_platform_or_a_team() {
    for artifact in &built().artifacts {
        if !matches!(
            artifact.kind,
            Kind::StartJobRun | Kind::SparkApplication | Kind::CreateManagedEndpoint
        ) {
            continue;
        }
        let mut found = Vec::new();
        texts(artifact.value().unwrap(), &mut found);
        for uri in found.iter().filter(|text| text.contains("s3://")) {
            assert!(uri.starts_with("s3://") && !uri.contains(' '), "{uri}");
            let bucket = uri["s3://".len()..].split('/').next().unwrap();
            let own = ["emr-eks-karpenter-123456789012-us-west-2", "spark-team-a-tpcds"];
            assert!(own.contains(&bucket), "{uri}");
        }
    }
}

#[test]
fn d01_no_driver_and_no_kernel_is_consolidated_away() {
    for template in built().values(Kind::DriverPodTemplate) {
        let annotations = &template["metadata"]["annotations"];
        assert_eq!(annotations["karpenter.sh/do-not-disrupt"], "true");
    }
    for template in built().values(Kind::ExecutorPodTemplate) {
        let keys = entries(&template["metadata"]["annotations"]);
        assert!(!keys.map(|(key, _)| key).any(|key| key == "karpenter.sh/do-not-disrupt"));
    }
}
