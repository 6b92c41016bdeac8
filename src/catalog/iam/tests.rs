use super::*;
use crate::catalog::table;

#[test]
fn every_line_is_read() {
    let lines = table::lines(include_str!("../data/iam.txt")).count();
    let count = |service: &Service| {
        1 + service.actions.len() + service.resource_types.len() + service.condition_keys.len()
    };
    assert_eq!(services().map(count).sum::<usize>(), lines);
    for action in services().flat_map(|service| &service.actions) {
        assert_eq!(action.resource_types().count(), action.resources.len(), "{}", action.name);
    }
}

#[test]
fn actions_are_found_without_regard_to_case() {
    let get = action("s3:getobject").unwrap();
    assert_eq!((get.service, get.name, get.level), ("s3", "GetObject", AccessLevel::Read));
    assert_eq!(action("s3:GetObjekt"), None);
    assert_eq!(action("glue"), None);
    let start = action("emr-containers:StartJobRun").unwrap();
    assert!(start.has_condition_key("emr-containers:ExecutionRoleArn"));
    assert!(start.has_condition_key("aws:SourceVpc") && !start.has_condition_key("s3:prefix"));
    assert!(action("sts:AssumeRole").unwrap().has_condition_key("sts:ExternalId"));
}

#[test]
fn patterns_name_actions() {
    let names: Vec<&str> = matching("sqs:*Message").iter().map(|action| action.name).collect();
    assert_eq!(names, ["DeleteMessage", "ReceiveMessage", "SendMessage"]);
    assert!(matching("s3:Get?bject").iter().any(|action| action.name == "GetObject"));
    assert!(matching("nothing:*").is_empty() && matching("*").is_empty());
}

#[test]
fn misspelt_actions_are_recognised() {
    assert_eq!(suggestion("s3:GetObjects").as_deref(), Some("s3:GetObject"));
    assert_eq!(suggestion("logs:CreateLogStreams").as_deref(), Some("logs:CreateLogStream"));
    assert_eq!(suggestion("s3:Frobnicate"), None);
    assert_eq!(suggestion("nothing:Get"), None);
}

#[test]
fn resources_fit_actions_or_do_not() {
    let works = |name: &str, resource: &str| action(name).unwrap().works_on(resource);
    assert!(works("s3:GetObject", "arn:aws:s3:::bucket/prefix/*"));
    assert!(!works("s3:GetObject", "arn:aws:s3:::bucket"));
    assert!(works("s3:ListBucket", "arn:aws:s3:::bucket"));
    assert!(!works("s3:ListBucket", "arn:aws:s3:::bucket/*"));
    assert!(works("s3:ListBucket", "*"));
    assert!(works("s3:GetObject", "arn:aws-cn:s3:::*"));
    let group = "arn:aws:logs:us-west-2:123456789012:log-group:/emr-on-eks-logs/a:*";
    assert!(works("logs:CreateLogStream", group) && works("logs:PutLogEvents", group));
    assert!(!works("logs:PutLogEvents", "arn:aws:s3:::bucket"));
    assert!(works("iam:PassRole", "arn:aws:iam::123456789012:role/path/name"));
    assert!(!works("ecr:GetAuthorizationToken", "arn:aws:ecr:us-west-2:123456789012:repository/a"));
    assert!(works("ecr:GetAuthorizationToken", "*"));
}
