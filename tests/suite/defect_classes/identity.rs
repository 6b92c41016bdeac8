//! I: who may do what.

use std::collections::BTreeSet;

use emrgen::artifact::Kind;
use emrgen::units::base36;
use serde_json::Value;

use super::{built, edited, items, texts, word};

const ACCOUNT: &str = "123456789012";

/// The name of a role by the path of one of its documents.
fn role(path: &str) -> &str {
    path.split('/').nth(1).unwrap()
}

/// Every statement of every permissions policy, with its role.
fn statements() -> Vec<(&'static str, &'static Value)> {
    let policies = built().of(Kind::PermissionsPolicy);
    let of = |it: &'static emrgen::artifact::Artifact| {
        items(&it.value().unwrap()["Statement"]).map(move |one| (role(&it.path), one))
    };
    let found: Vec<_> = policies.flat_map(of).collect();
    assert!(found.len() > 20);
    found
}

fn resources(statement: &Value) -> impl Iterator<Item = &str> {
    items(&statement["Resource"]).map(word)
}

#[test]
fn i01_i02_arns_of_buckets_and_objects_are_where_each_is_wanted() {
    for (role, statement) in statements() {
        let of_bucket = ["s3:ListBucket", "s3:GetBucketLocation"];
        for action in items(&statement["Action"]).map(word).filter(|it| it.starts_with("s3:")) {
            for arn in resources(statement) {
                let name =
                    arn.strip_prefix("arn:aws:s3:::").unwrap_or_else(|| panic!("{role}: {arn}"));
                assert!(!name.starts_with('/') && !name.contains("/*/"), "{role}: {arn}");
                assert_eq!(
                    of_bucket.contains(&action),
                    !name.contains('/'),
                    "{role}: {action} {arn}"
                );
            }
        }
    }
}

#[test]
fn i03_i04_no_role_of_a_team_has_a_managed_policy_or_a_bucket_group_or_table_of_everyone() {
    for team in ["emr-data-team-a", "emr-data-team-b", "spark-team-a"] {
        let name = format!("emr-eks-karpenter-{team}");
        let attached = built().resources("aws_iam_role_policy_attachment");
        let reference = format!("${{aws_iam_role.{name}.name}}");
        assert!(!attached.iter().any(|it| it["role"] == reference), "{team}");
        for (_, statement) in statements().into_iter().filter(|(role, _)| *role == name) {
            let narrow =
                !items(&statement["Action"]).any(|it| word(it) == "logs:DescribeLogGroups");
            for arn in resources(statement).filter(|_| narrow) {
                let wide = [
                    "*",
                    "arn:aws:s3:::*",
                    "log-group:*",
                    "log-group:/emr-on-eks-logs/*",
                    "database/*",
                    "table/*",
                ];
                assert!(
                    !wide.iter().any(|end| arn.ends_with(end))
                        || arn.contains(":log-stream:*")
                        || arn.contains('/'),
                    "{team}: {arn}"
                );
                assert_ne!(arn, "*");
                assert!(!arn.contains("s3:::*"), "{team}: {arn}");
            }
        }
    }
}

#[test]
fn i05_i06_a_role_trusts_the_accounts_of_its_own_jobs_and_no_others() {
    for team in ["emr-data-team-a", "emr-data-team-b"] {
        let name = format!("emr-eks-karpenter-{team}");
        let trust = built().at(&format!("iam/{name}/trust-policy.json"));
        let mut found = Vec::new();
        texts(&trust["Statement"], &mut found);
        let subject = found.iter().find(|it| it.starts_with("system:serviceaccount:")).unwrap();
        let suffix = format!("-{ACCOUNT}-{}", base36(&name));
        assert_eq!(*subject, format!("system:serviceaccount:{team}:emr-containers-sa-*-*{suffix}"));
    }
}

#[test]
fn i07_roles_of_jobs_with_a_catalog_may_use_it() {
    for job in built().jobs() {
        let role = word(&job.request["executionRoleArn"]).rsplit('/').next().unwrap();
        let glue: BTreeSet<&str> = statements()
            .into_iter()
            .filter(|(name, _)| *name == role)
            .flat_map(|(_, statement)| items(&statement["Action"]).map(word))
            .filter(|action| action.starts_with("glue:"))
            .collect();
        if job.conf("spark.hadoop.hive.metastore.client.factory.class").is_some() {
            for action in
                ["glue:GetDatabase", "glue:CreateTable", "glue:UpdateTable", "glue:GetTable"]
            {
                assert!(glue.contains(action), "{}: {action}", job.name);
            }
        }
    }
}

#[test]
fn i08_the_log_group_of_a_request_is_made_and_may_be_written() {
    let made: BTreeSet<&str> =
        built().resources("aws_cloudwatch_log_group").iter().map(|it| word(&it["name"])).collect();
    for job in built().jobs() {
        let monitoring = &job.request["configurationOverrides"]["monitoringConfiguration"];
        let group = word(&monitoring["cloudWatchMonitoringConfiguration"]["logGroupName"]);
        assert!(made.contains(group), "{group}");
        let role = word(&job.request["executionRoleArn"]).rsplit('/').next().unwrap();
        let may =
            statements().into_iter().filter(|(name, _)| *name == role).any(|(_, statement)| {
                items(&statement["Action"]).any(|it| word(it) == "logs:PutLogEvents")
                    && resources(statement)
                        .any(|arn| arn.ends_with(&format!("log-group:{group}:log-stream:*")))
            });
        assert!(may, "{role}: {group}");
    }
}

#[test]
fn i09_i10_pods_do_not_get_the_credentials_of_nodes() {
    for class in built().values(Kind::EC2NodeClass) {
        let options = &class["spec"]["metadataOptions"];
        assert_eq!(
            (&options["httpTokens"], options["httpPutResponseHopLimit"].as_u64()),
            (&Value::from("required"), Some(1))
        );
    }
    for (address, body) in built().terraform() {
        if address.starts_with("aws_iam_role_policy_attachment.")
            && word(&body["role"]).contains("node")
        {
            let allowed = [
                "AmazonEKSWorkerNodePolicy",
                "AmazonEC2ContainerRegistryPullOnly",
                "AmazonSSMManagedInstanceCore",
            ];
            let policy = word(&body["policy_arn"]).rsplit('/').next().unwrap();
            assert!(allowed.contains(&policy), "{address}: {policy}");
        }
    }
}

#[test]
fn i11_partition_and_region_follow_the_spec() {
    let moved = edited(&[(
        "emrgen.yaml",
        "region: us-west-2\n  zones: [us-west-2a, us-west-2b]",
        "region: us-gov-west-1\n  zones: [us-gov-west-1a, us-gov-west-1b]",
    )]);
    for artifact in &moved.artifacts {
        let mut found = Vec::new();
        artifact.value().iter().for_each(|value| texts(value, &mut found));
        for text in found {
            assert!(
                !text.contains("arn:aws:") && !text.contains("us-west-2"),
                "{}: {text}",
                artifact.path
            );
        }
    }
}

#[test]
fn i12_i14_rules_use_verbs_that_there_are_and_reach_claims() {
    let real = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    for role in built().values(Kind::Role) {
        for rule in items(&role["rules"]) {
            assert!(items(&rule["verbs"]).map(word).all(|verb| real.contains(&verb)), "{rule}");
        }
        let claims = items(&role["rules"])
            .find(|rule| items(&rule["resources"]).any(|it| word(it) == "persistentvolumeclaims"));
        let verbs: BTreeSet<&str> = items(&claims.unwrap()["verbs"]).map(word).collect();
        assert!(
            ["create", "list", "delete", "deletecollection"].iter().all(|it| verbs.contains(it))
        );
    }
}

#[test]
fn i13_every_role_is_bound_to_those_it_is_for() {
    for role in built().values(Kind::Role) {
        let metadata = &role["metadata"];
        let mut bindings = built().values(Kind::RoleBinding).filter(|binding| {
            binding["metadata"]["namespace"] == metadata["namespace"]
                && binding["roleRef"]["name"] == metadata["name"]
        });
        let subject = &bindings.next().unwrap()["subjects"][0];
        let emr = metadata["name"] == "emr-containers";
        assert_eq!(subject["kind"], if emr { "User" } else { "ServiceAccount" });
        assert!(!emr || subject["name"] == "emr-containers");
    }
}

#[test]
fn i15_i16_no_rights_in_the_cluster_and_no_lasting_token_for_a_team() {
    for artifact in &built().artifacts {
        let kind = artifact.value().map(|value| word(&value["kind"])).unwrap_or_default();
        assert!(
            !["ClusterRole", "ClusterRoleBinding", "Secret"].contains(&kind),
            "{}",
            artifact.path
        );
    }
}

#[test]
fn i17_emr_is_let_in_by_the_way_that_the_spec_chooses() {
    let entries = &built().resources("aws_eks_cluster")[0]["access_config"]["authentication_mode"];
    assert!(word(entries).starts_with("API"), "EMR makes its entry by itself");
    let mapped =
        edited(&[("emrgen.yaml", "  create: true #", "  access: aws-auth\n  create: true #")]);
    assert!(mapped.terraform().contains_key("kubernetes_config_map_v1_data.aws_auth"));
    let files = mapped.values(Kind::TerraformConfiguration);
    let roles: Vec<&Value> =
        files.filter_map(|file| file["locals"].get("aws_auth_roles")).collect();
    let emr = items(roles[0]).find(|it| it["username"] == "emr-containers").unwrap();
    assert_eq!(
        emr["rolearn"],
        format!("arn:aws:iam::{ACCOUNT}:role/AWSServiceRoleForAmazonEMRContainers")
    );
}

#[test]
fn i18_i19_every_account_of_a_component_has_its_association() {
    let pods = edited(&[
        ("emrgen.yaml", "  create: true #", "  identity: pod-identity\n  create: true #"),
        (
            "teams/spark-team-a.yaml",
            "com.amazonaws.auth.WebIdentityTokenCredentialsProvider",
            "com.amazonaws.auth.ContainerCredentialsProvider",
        ),
    ]);
    let made: BTreeSet<(String, String)> = pods
        .resources("aws_eks_pod_identity_association")
        .iter()
        .map(|it| (word(&it["namespace"]).to_owned(), word(&it["service_account"]).to_owned()))
        .collect();
    let suffix = format!("{ACCOUNT}-{}", base36("emr-eks-karpenter-emr-data-team-a"));
    for who in ["client", "driver", "executor"] {
        let account = format!("emr-containers-sa-spark-{who}-{suffix}");
        assert!(made.contains(&("emr-data-team-a".to_owned(), account)), "{who}");
    }
    let monitoring = pods.at("helm/prometheus/values.yaml");
    for part in ["prometheus", "grafana"] {
        let account = word(&monitoring[part]["serviceAccount"]["name"]).to_owned();
        assert!(made.contains(&("kube-prometheus-stack".to_owned(), account)), "{part}");
    }
}

#[test]
fn i20_i21_no_secret_is_written_down() {
    for artifact in &built().artifacts {
        let mut found = Vec::new();
        artifact.value().iter().for_each(|value| texts(value, &mut found));
        for text in found {
            let wrong = ["AKIA", "prom-operator", "repository_password", "authorization_token"];
            assert!(!wrong.iter().any(|it| text.contains(it)), "{}: {text}", artifact.path);
        }
    }
}
