//! The AWS Load Balancer Controller, which interactive endpoints need.
//!
//! Its policy is scoped by the tag that it puts on what it makes. Web firewalls and Shield stay
//! off, and so does the right to them. Source: the controller's installation guide, release 2.11.

use serde_json::{Value, json};

use super::account::{Grant, service_account};
use super::placement::core;
use super::{Delivery, Recipe};
use crate::artifact::iam::{Policy, Statement};
use crate::model::{Late, Platform};

/// Load balancers.
pub const RECIPE: Recipe = Recipe {
    name: "aws-load-balancer-controller",
    delivery: Delivery::Chart,
    grant: Some(Grant { accounts: &["aws-load-balancer-controller"], managed: &[], policy }),
    values,
    daemon: None,
};

fn values(platform: &Platform) -> Value {
    json!({
        "clusterName": platform.cluster.name,
        // Nodes tell their metadata to nothing that is more than a hop away.
        "region": platform.aws.region,
        "vpcId": platform.late(&Late::VpcId),
        "serviceAccount": service_account(platform, &RECIPE, "aws-load-balancer-controller"),
        "enableServiceMutatorWebhook": false,
        "enableShield": false,
        "enableWaf": false,
        "enableWafv2": false,
        "nodeSelector": core(platform),
    })
}

/// The tag on what the controller makes, as the resource has it and as a request asks for it.
const OF_CONTROLLER: &str = "aws:ResourceTag/elbv2.k8s.aws/cluster";
const FOR_CONTROLLER: &str = "aws:RequestTag/elbv2.k8s.aws/cluster";

fn policy(platform: &Platform) -> Option<Policy> {
    let mut statements = reads(platform);
    statements.extend(security_groups(platform));
    statements.extend(load_balancers(platform));
    Some(Policy::new(statements))
}

fn everything() -> [String; 1] {
    ["*".to_owned()]
}

fn reads(platform: &Platform) -> Vec<Statement> {
    let network = [
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeAddresses",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeInternetGateways",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeRouteTables",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVpcPeeringConnections",
        "ec2:DescribeVpcs",
    ];
    let balancers = [
        "elasticloadbalancing:DescribeListenerAttributes",
        "elasticloadbalancing:DescribeListenerCertificates",
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeLoadBalancerAttributes",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeSSLPolicies",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
        "elasticloadbalancing:DescribeTrustStores",
    ];
    let certificates = [platform.arn("acm", "certificate/*")];
    let (partition, account) = (platform.aws.partition(), &platform.aws.account);
    let service = "elasticloadbalancing.amazonaws.com";
    let role = format!(
        "arn:{partition}:iam::{account}:role/aws-service-role/{service}/AWSServiceRoleForElasticLoadBalancing"
    );
    let vpcs = [platform.arn("ec2", "vpc/*")];
    vec![
        Statement::allow("SeeNetwork", &network, everything()),
        Statement::allow("SeeBalancers", &balancers, everything()),
        Statement::allow("SeeGroupsOfVpcs", &["ec2:GetSecurityGroupsForVpc"], vpcs),
        Statement::allow("ListCertificates", &["acm:ListCertificates"], everything()),
        Statement::allow("SeeCertificates", &["acm:DescribeCertificate"], certificates),
        Statement::allow("LinkedRole", &["iam:CreateServiceLinkedRole"], [role]).when(
            "StringEquals",
            "iam:AWSServiceName",
            service,
        ),
    ]
}

fn security_groups(platform: &Platform) -> Vec<Statement> {
    let groups = || [platform.arn("ec2", "security-group/*")];
    let rules = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];
    let home = [platform.arn("ec2", "security-group/*"), platform.arn("ec2", "vpc/*")];
    let tags = ["ec2:CreateTags", "ec2:DeleteTags"];
    vec![
        // The rules between balancers and nodes are put on the nodes' group, which is not its own.
        Statement::allow("Rules", &rules, groups()),
        Statement::allow("MakeGroups", &["ec2:CreateSecurityGroup"], home),
        Statement::allow("TagNewGroups", &["ec2:CreateTags"], groups())
            .when("StringEquals", "ec2:CreateAction", "CreateSecurityGroup")
            .when("Null", FOR_CONTROLLER, "false"),
        Statement::allow("TagOwnGroups", &tags, groups())
            .when("Null", FOR_CONTROLLER, "true")
            .when("Null", OF_CONTROLLER, "false"),
        Statement::allow("DeleteOwnGroups", &["ec2:DeleteSecurityGroup"], groups()).when(
            "Null",
            OF_CONTROLLER,
            "false",
        ),
    ]
}

fn load_balancers(platform: &Platform) -> Vec<Statement> {
    let of = |kinds: &[&str]| -> Vec<String> {
        kinds.iter().map(|kind| platform.arn("elasticloadbalancing", kind)).collect()
    };
    let balancers = ["loadbalancer/net/*/*", "loadbalancer/app/*/*"];
    let targets = ["targetgroup/*/*"];
    let top = || of(&[targets.as_slice(), &balancers].concat());
    let listeners = || of(&[LISTENERS.as_slice(), &balancers].concat());
    let tag = ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"];
    let make =
        ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"];
    let register =
        ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
    let made_with = vec!["CreateTargetGroup", "CreateLoadBalancer"];
    let is_own = |statement: Statement| statement.when("Null", OF_CONTROLLER, "false");
    vec![
        Statement::allow("Make", &make, top()).when("Null", FOR_CONTROLLER, "false"),
        Statement::allow("Listen", &LISTEN, listeners()),
        Statement::allow("TagNew", &["elasticloadbalancing:AddTags"], top())
            .when("StringEquals", "elasticloadbalancing:CreateAction", made_with)
            .when("Null", FOR_CONTROLLER, "false"),
        is_own(Statement::allow("TagOwn", &tag, top()).when("Null", FOR_CONTROLLER, "true")),
        Statement::allow("TagListeners", &tag, of(&LISTENERS)),
        is_own(Statement::allow("ChangeBalancers", &BALANCERS, of(&balancers))),
        is_own(Statement::allow("ChangeTargets", &TARGETS, of(&targets))),
        Statement::allow("Register", &register, of(&targets)),
    ]
}

/// Listeners and their rules.
const LISTENERS: [&str; 4] = [
    "listener/net/*/*/*",
    "listener/app/*/*/*",
    "listener-rule/net/*/*/*/*",
    "listener-rule/app/*/*/*/*",
];

/// What is done to listeners and rules, which have no tag of the controller when they are made.
const LISTEN: [&str; 10] = [
    "elasticloadbalancing:AddListenerCertificates",
    "elasticloadbalancing:CreateListener",
    "elasticloadbalancing:CreateRule",
    "elasticloadbalancing:DeleteListener",
    "elasticloadbalancing:DeleteRule",
    "elasticloadbalancing:ModifyListener",
    "elasticloadbalancing:ModifyListenerAttributes",
    "elasticloadbalancing:ModifyRule",
    "elasticloadbalancing:RemoveListenerCertificates",
    "elasticloadbalancing:SetRulePriorities",
];

/// What is done to load balancers of the controller's own.
const BALANCERS: [&str; 5] = [
    "elasticloadbalancing:DeleteLoadBalancer",
    "elasticloadbalancing:ModifyLoadBalancerAttributes",
    "elasticloadbalancing:SetIpAddressType",
    "elasticloadbalancing:SetSecurityGroups",
    "elasticloadbalancing:SetSubnets",
];

/// What is done to target groups of the controller's own.
const TARGETS: [&str; 3] = [
    "elasticloadbalancing:DeleteTargetGroup",
    "elasticloadbalancing:ModifyTargetGroup",
    "elasticloadbalancing:ModifyTargetGroupAttributes",
];
