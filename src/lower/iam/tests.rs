//! Policies against what the AWS CLI writes, what the catalog knows, and IAM's quotas.

use serde_json::{Value, json};

use super::{associations, lower, permissions, trust};
use crate::artifact::iam::{Policy, Statement};
use crate::catalog;
use crate::lower::testing::{platform, read, team, value};
use crate::model::Platform;

const ISSUER: &str = "oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";

fn of_first(platform: &Platform) -> Policy {
    permissions(platform, &platform.roles[0])
}

fn trusted(platform: &Platform) -> Value {
    serde_json::to_value(trust(platform, &platform.roles[0], ISSUER)).unwrap()
}

fn statement<'a>(policy: &'a Policy, sid: &str) -> &'a Statement {
    let found = policy.statement.iter().find(|one| one.sid.as_deref() == Some(sid));
    found.unwrap_or_else(|| panic!("no {sid} in {policy:#?}"))
}

fn resources(policy: &Policy, sid: &str) -> Vec<String> {
    serde_json::from_value(statement(policy, sid).resource.clone().unwrap()).unwrap()
}

/// What `aws emr-containers update-role-trust-policy` would add.
fn cli_statement(partition: &str, account: &str, namespace: &str, base36: &str) -> Value {
    let subject =
        format!("system:serviceaccount:{namespace}:emr-containers-sa-*-*-{account}-{base36}");
    json!({
        "Effect": "Allow",
        "Principal": { "Federated": format!("arn:{partition}:iam::{account}:oidc-provider/{ISSUER}") },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringLike": { format!("{ISSUER}:sub"): subject } }
    })
}

#[test]
fn i05_i06_trust_is_what_the_cli_writes_and_names_the_role() {
    for (role, base36) in [
        ("x", "3c"),
        ("X", "2g"),
        ("ab", "j8i"),
        (
            "emr-eks-karpenter-emr-data-team-a",
            "hz5sc8w4qv5gl55elrkwuzwj9msxwwa5dil7n7wibq0hno1lr35",
        ),
        (
            "emr-eks-karpenter-emr-data-team-b",
            "hz5sc8w4qv5gl55elrkwuzwj9msxwwa5dil7n7wibq0hno1lr36",
        ),
        ("emr-on-eks-emr-data-team-a", "wu45qgcjmov3ud6ripe7a74zr24rc3cbnf0pxdup"),
        ("EMRContainers-JobExecutionRole", "189nnyj7mn9w2lqiewgg1u0l3jhmo0z69yjkj9u6qhosj8l"),
    ] {
        let platform = platform(&team("ads", &format!("role: {role}")));
        let expected = json!({
            "Version": "2012-10-17",
            "Statement": [cli_statement("aws", "012345678901", "ads", base36)]
        });
        assert_eq!(trusted(&platform), expected);
    }
}

#[test]
fn namespaces_that_share_a_role_have_a_statement_each_until_the_quota() {
    let teams = |count: usize| -> String {
        (0..count).map(|n| team(&format!("team-{n}"), "role: shared")).collect()
    };
    let apart = trusted(&platform(&teams(4)));
    let base36 = crate::units::RoleName::parse("shared").unwrap().base36();
    for (index, statement) in apart["Statement"].as_array().unwrap().iter().enumerate() {
        let namespace = format!("team-{index}");
        assert_eq!(*statement, cli_statement("aws", "012345678901", &namespace, &base36));
    }
    let folded = platform(&teams(12));
    let policy = trust(&folded, &folded.roles[0], ISSUER);
    assert!(policy.size() <= 2048, "{}", policy.size());
    let subjects = &policy.statement[0].condition["StringLike"][&format!("{ISSUER}:sub")];
    assert_eq!((policy.statement.len(), subjects.as_array().unwrap().len()), (1, 12));
    let short = trust(&folded, &folded.roles[0], "${local.issuer}");
    assert_eq!(short.statement.len(), 1, "the form does not hang on how the issuer is written");
}

#[test]
fn the_operator_s_account_has_a_statement_of_its_own() {
    let operated = "defaults: { runner: spark-operator }";
    let policy = trusted(&platform(&team("ads", operated)));
    let condition = &policy["Statement"][0]["Condition"];
    assert_eq!(policy["Statement"].as_array().unwrap().len(), 1, "EMR starts no pod of this team");
    assert_eq!(
        *condition,
        json!({ "StringEquals": {
            format!("{ISSUER}:sub"): "system:serviceaccount:ads:ads",
            format!("{ISSUER}:aud"): "sts.amazonaws.com"
        }})
    );
}

#[test]
fn pod_identity_trusts_this_cluster_only() {
    let policy =
        trusted(&platform(&format!("cluster: {{ identity: pod-identity }}\n{}", team("ads", ""))));
    assert_eq!(
        policy["Statement"],
        json!([{
            "Effect": "Allow",
            "Principal": { "Service": "pods.eks.amazonaws.com" },
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": { "aws:SourceAccount": "012345678901" },
                "ArnEquals": { "aws:SourceArn": "arn:aws:eks:us-west-2:012345678901:cluster/lake" }
            }
        }])
    );
}

#[test]
fn i18_i19_every_account_of_a_component_is_associated_in_the_team_s_namespace() {
    let endpoint = "namespace: emr-ads
role: r
endpoints: { notebook: { release: emr-7.9.0, pool: fast } }";
    let text = format!("cluster: {{ identity: pod-identity }}\n{}", team("ads", endpoint));
    let platform = platform(&text);
    let all = associations(&platform, &platform.roles[0]);
    let base36 = platform.roles[0].name.base36();
    let expected: Vec<String> = ["client", "driver", "executor", "jeg", "jeg-kernel", "session"]
        .iter()
        .map(|component| format!("emr-containers-sa-spark-{component}-012345678901-{base36}"))
        .collect();
    let accounts: Vec<&str> = all.iter().map(|one| one.service_account.as_str()).collect();
    assert_eq!(accounts, expected);
    assert!(all.iter().all(|one| one.namespace == "emr-ads" && one.cluster_name == "lake"));
    let paths: Vec<String> = lower(&platform).into_iter().map(|artifact| artifact.path).collect();
    assert!(paths.contains(&"iam/r/pod-identity-6.json".to_owned()), "{paths:?}");
}

#[test]
fn i01_i02_objects_and_buckets_have_arns_of_their_own() {
    let data = "data:
  read: [\"s3://raw\", \"s3://shared/in/2026\", \"s3://shared/in/\"]
  write: [\"s3://shared/out/\"]";
    let policy = of_first(&platform(&team("ads", data)));
    assert_eq!(
        resources(&policy, "ReadAndWriteObjects"),
        ["arn:aws:s3:::lake-data/ads/*", "arn:aws:s3:::shared/out/*"]
    );
    assert_eq!(
        resources(&policy, "ReadObjects"),
        ["arn:aws:s3:::raw/*", "arn:aws:s3:::shared/in/*"],
        "a prefix stands for what lies below it"
    );
    let buckets = ["arn:aws:s3:::lake-data", "arn:aws:s3:::raw", "arn:aws:s3:::shared"];
    assert_eq!(resources(&policy, "LocateBuckets"), buckets);
    assert_eq!(resources(&policy, "ListBuckets"), ["arn:aws:s3:::raw"]);
    assert_eq!(
        statement(&policy, "ListPrefixes1").condition["StringLike"]["s3:prefix"],
        json!(["ads", "ads/*"])
    );
    assert_eq!(
        statement(&policy, "ListPrefixes2").condition["StringLike"]["s3:prefix"],
        json!(["in", "in/*", "out", "out/*"])
    );
}

#[test]
fn i04_a_prefix_without_a_slash_is_no_wildcard() {
    let policy = of_first(&platform(&team("ads", "data: { read: [\"s3://raw/a${x}\"] }")));
    assert_eq!(
        resources(&policy, "ReadObjects"),
        ["arn:aws:s3:::raw/a${$}{x}", "arn:aws:s3:::raw/a${$}{x}/*"]
    );
}

#[test]
fn i03_i04_i08_a_policy_names_its_own_team_and_nothing_else() {
    let text = format!("{}{}", team("ads", ""), team("bids", ""));
    let platform = platform(&text);
    let text = serde_json::to_string(&of_first(&platform)).unwrap();
    assert!(!text.contains("bids") && !text.contains("s3:*") && !text.contains(":::*"), "{text}");
    let policy = of_first(&platform);
    let group = "arn:aws:logs:us-west-2:012345678901:log-group:/emr-on-eks-logs/lake/ads";
    assert_eq!(resources(&policy, "WriteLogs"), [group, &format!("{group}:log-stream:*")]);
    let any = policy.statement.iter().filter(|one| one.resource == Some(json!(["*"])));
    let any: Vec<&Statement> = any.collect();
    assert_eq!(any.len(), 1);
    assert_eq!(any[0].action, json!(["logs:DescribeLogGroups"]));
}

#[test]
fn i07_glue_comes_with_a_catalog_and_only_then() {
    let without = of_first(&platform(&team("ads", "data: { databases: [sales] }")));
    assert!(!serde_json::to_string(&without).unwrap().contains("glue:"));
    let with = "defaults: { catalog: glue }\ndata: { databases: [sales] }";
    let policy = of_first(&platform(&team("ads", with)));
    let home = "arn:aws:glue:us-west-2:012345678901";
    assert_eq!(
        resources(&policy, "UseTables"),
        ["catalog", "database/sales", "table/sales/*", "userDefinedFunction/sales/*"]
            .map(|resource| format!("{home}:{resource}"))
    );
    assert!(resources(&policy, "FindDatabases").contains(&format!("{home}:database/default")));
}

#[test]
fn i11_partition_and_region_follow_from_the_platform() {
    for (region, partition) in [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")] {
        let data = "defaults: { catalog: glue }\ndata: { read: [\"s3://raw/\"] }";
        let text = format!(
            "apiVersion: emrgen.io/v1\nkind: Platform\nname: lake\naws: {{ account: \"012345678901\", region: {region} }}\npools: {{ fast: {{}} }}\n{}",
            team("ads", data)
        );
        let platform = read(&text);
        let text = serde_json::to_string(&(of_first(&platform), trusted(&platform))).unwrap();
        assert!(!text.contains("arn:aws:"), "{text}");
        assert!(text.contains(&format!("arn:{partition}:glue:{region}:")), "{text}");
    }
}

#[test]
fn a_program_in_another_bucket_can_be_read_and_nothing_beside_it() {
    let text = team("ads", "").replace("local:///etl.py", "s3://code/etl.py");
    let policy = of_first(&platform(&text));
    assert_eq!(resources(&policy, "ReadObjects"), ["arn:aws:s3:::code/etl.py"]);
}

#[test]
fn every_action_exists_and_works_on_its_resources() {
    let all = "defaults: { catalog: glue }
data:
  read: [\"s3://raw/in/\", \"s3://whole\"]
  keys: [\"arn:aws:kms:us-west-2:012345678901:key/1234abcd-12ab-34cd-56ef-1234567890ab\"]";
    let policy = of_first(&platform(&team("ads", all)));
    for statement in &policy.statement {
        let texts =
            |value: &Value| -> Vec<String> { serde_json::from_value(value.clone()).unwrap() };
        let resources = texts(statement.resource.as_ref().unwrap());
        let actions = texts(&statement.action);
        for name in &actions {
            let action = catalog::iam::action(name).unwrap_or_else(|| panic!("no action {name}"));
            assert!(resources.iter().any(|one| action.works_on(one)), "{name} on {resources:?}");
        }
        for resource in &resources {
            let works = |name: &String| catalog::iam::action(name).unwrap().works_on(resource);
            assert!(actions.iter().any(works), "{resource} is of no use to {actions:?}");
        }
    }
}

#[test]
fn teams_that_share_a_role_share_its_policy_within_the_quota() {
    let teams: String = (0..25).map(|n| team(&format!("team-{n}"), "role: shared")).collect();
    let platform = platform(&teams);
    let policy = of_first(&platform);
    assert_eq!(platform.roles.len(), 1);
    assert!(policy.size() <= 6144, "{}", policy.size());
    for n in 0..25 {
        let home = format!("arn:aws:s3:::lake-data/team-{n}/*");
        assert!(resources(&policy, "ReadAndWriteObjects").contains(&home));
    }
    let group = "arn:aws:logs:us-west-2:012345678901:log-group:/emr-on-eks-logs/lake/team-7:*";
    assert!(resources(&policy, "WriteLogs").contains(&group.to_owned()));
}

#[test]
fn a_finding_leads_to_the_team() {
    let platform = platform(&team("ads", "data: { read: [\"s3://raw/\"] }"));
    let artifacts = lower(&platform);
    assert!(artifacts.iter().all(|artifact| artifact.team.as_ref().unwrap().as_str() == "ads"));
    let policy = artifacts.iter().find(|one| one.path.ends_with("permissions-policy.json"));
    let place = policy.unwrap().place(&crate::route!["Statement", 1]);
    assert_eq!(place, platform.teams[0].origin.at("data"));
    assert_eq!(value(&artifacts, "iam/lake-ads/trust-policy.json")["Version"], "2012-10-17");
}
