//! What Karpenter's controller may do: as its documentation has it, scoped by the tags that it puts
//! on everything it makes.
//!
//! Source: Karpenter, reference/cloudformation, releases 1.0 to 1.14.

use crate::artifact::iam::{Policy, Statement};
use crate::model::Platform;
use crate::spec::Capacity;
use crate::units::MinorVersion;

const NODE_POOL: &str = "karpenter.sh/nodepool";
const NODE_CLASS: &str = "karpenter.k8s.aws/ec2nodeclass";

/// The policy of the controller.
pub fn controller(platform: &Platform) -> Policy {
    let mut statements = Vec::from(instances(platform));
    statements.extend(tags(platform));
    statements.extend(reads(platform));
    statements.extend(instance_profiles(platform));
    statements.extend(spot_role(platform));
    Policy::new(statements)
}

/// Things of EC2 in this region that are this account's.
fn ec2(platform: &Platform, kinds: &[&str]) -> Vec<String> {
    kinds.iter().map(|kind| platform.arn("ec2", &format!("{kind}/*"))).collect()
}

fn instances(platform: &Platform) -> [Statement; 4] {
    let (partition, region) = (platform.aws.partition(), &platform.aws.region);
    let start = ["ec2:RunInstances", "ec2:CreateFleet"];
    let make = ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"];
    // Images and snapshots belong to Amazon, networks may be shared by another account.
    let mut used: Vec<String> =
        ["image", "snapshot"].map(|kind| format!("arn:{partition}:ec2:{region}::{kind}/*")).into();
    let shared = ["security-group", "subnet", "capacity-reservation"];
    used.extend(shared.map(|kind| format!("arn:{partition}:ec2:{region}:*:{kind}/*")));
    if platform.cluster.karpenter >= MinorVersion::new(1, 11) {
        used.extend(ec2(platform, &["placement-group"]));
    }
    let templates = ec2(platform, &["launch-template"]);
    let ended = ec2(platform, &["instance", "launch-template"]);
    [
        Statement::allow("Use", &start, used),
        of_cluster(platform, Statement::allow("UseTemplates", &start, templates)),
        asked_for(platform, Statement::allow("Make", &make, ec2(platform, MADE))),
        of_cluster(
            platform,
            Statement::allow("End", &["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"], ended),
        ),
    ]
}

/// What Karpenter makes.
const MADE: &[&str] = &["fleet", "instance", "volume", "network-interface", "launch-template"];

/// What EC2 makes of a request for spot instances, with the tags of the request.
const SPOT_REQUEST: &str = "spot-instances-request";

fn tags(platform: &Platform) -> [Statement; 2] {
    let name = platform.cluster.name.as_str();
    let made: Vec<&str> = MADE.iter().copied().chain([SPOT_REQUEST]).collect();
    let making = Statement::allow("TagWhatIsMade", &["ec2:CreateTags"], ec2(platform, &made)).when(
        "StringEquals",
        "ec2:CreateAction",
        vec!["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
    );
    let keys = vec!["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"];
    let instances = ec2(platform, &["instance"]);
    let later = Statement::allow("TagInstances", &["ec2:CreateTags"], instances)
        .when("StringEqualsIfExists", "aws:RequestTag/eks:eks-cluster-name", name)
        .when("ForAllValues:StringEquals", "aws:TagKeys", keys);
    [asked_for(platform, making), of_cluster(platform, later)]
}

fn reads(platform: &Platform) -> Vec<Statement> {
    let (partition, region) = (platform.aws.partition(), &platform.aws.region);
    let mut see = vec![
        "ec2:DescribeCapacityReservations",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeLaunchTemplates",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSpotPriceHistory",
        "ec2:DescribeSubnets",
    ];
    if platform.cluster.karpenter >= MinorVersion::new(1, 11) {
        see.push("ec2:DescribePlacementGroups");
    }
    let queue = platform.arn("sqs", &platform.cluster.interruption_queue);
    let receive = ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"];
    let images = format!("arn:{partition}:ssm:{region}:*:parameter/aws/service/*");
    let everything = || ["*".to_owned()];
    vec![
        Statement::allow("See", &see, everything()).when(
            "StringEquals",
            "aws:RequestedRegion",
            region.as_str(),
        ),
        Statement::allow("Images", &["ssm:GetParameter"], [images]),
        Statement::allow("Prices", &["pricing:GetProducts"], everything()),
        Statement::allow("Interruptions", &receive, [queue]),
        Statement::allow("Endpoint", &["eks:DescribeCluster"], [platform.cluster_arn()]),
    ]
}

/// The role of nodes, and the instance profiles that Karpenter makes of it.
fn instance_profiles(platform: &Platform) -> Vec<Statement> {
    let (partition, account) = (platform.aws.partition(), &platform.aws.account);
    let profiles = || [format!("arn:{partition}:iam::{account}:instance-profile/*")];
    let role = platform.role_arn(&platform.cluster.node_role);
    let services = vec!["ec2.amazonaws.com", "ec2.amazonaws.com.cn"];
    let change = [
        "iam:AddRoleToInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
    ];
    let region = |side: &str| format!("aws:{side}Tag/topology.kubernetes.io/region");
    let here = platform.aws.region.as_str();
    let make = Statement::allow("MakeProfiles", &["iam:CreateInstanceProfile"], profiles());
    let tag = Statement::allow("TagProfiles", &["iam:TagInstanceProfile"], profiles());
    let change = Statement::allow("ChangeProfiles", &change, profiles());
    vec![
        Statement::allow("PassNodeRole", &["iam:PassRole"], [role]).when(
            "StringEquals",
            "iam:PassedToService",
            services,
        ),
        of_class(platform, make, "Request").when("StringEquals", &region("Request"), here),
        of_class(platform, of_class(platform, tag, "Request"), "Resource")
            .when("StringEquals", &region("Request"), here)
            .when("StringEquals", &region("Resource"), here),
        of_class(platform, change, "Resource").when("StringEquals", &region("Resource"), here),
        Statement::allow("SeeProfiles", &["iam:GetInstanceProfile"], profiles()),
        Statement::allow("ListProfiles", &["iam:ListInstanceProfiles"], ["*".to_owned()]),
    ]
}

/// EC2 makes its role for spot instances at the first request, if the caller may.
fn spot_role(platform: &Platform) -> Option<Statement> {
    let (partition, account) = (platform.aws.partition(), &platform.aws.account);
    let role = format!(
        "arn:{partition}:iam::{account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"
    );
    let uses_spot = platform.pools.values().any(|pool| pool.capacity.contains(&Capacity::Spot));
    uses_spot.then(|| {
        Statement::allow("SpotRole", &["iam:CreateServiceLinkedRole"], [role]).when(
            "StringEquals",
            "iam:AWSServiceName",
            "spot.amazonaws.com",
        )
    })
}

fn owned(platform: &Platform, side: &str) -> String {
    format!("aws:{side}Tag/kubernetes.io/cluster/{}", platform.cluster.name)
}

/// Holds for what carries the tags of this cluster and of a pool.
fn of_cluster(platform: &Platform, statement: Statement) -> Statement {
    statement.when("StringEquals", &owned(platform, "Resource"), "owned").when(
        "StringLike",
        &format!("aws:ResourceTag/{NODE_POOL}"),
        "*",
    )
}

/// Holds for requests that put these tags on.
fn asked_for(platform: &Platform, statement: Statement) -> Statement {
    let name = platform.cluster.name.as_str();
    statement
        .when("StringEquals", &owned(platform, "Request"), "owned")
        .when("StringEquals", "aws:RequestTag/eks:eks-cluster-name", name)
        .when("StringLike", &format!("aws:RequestTag/{NODE_POOL}"), "*")
}

/// Holds for instance profiles of this cluster and of a node class.
fn of_class(platform: &Platform, statement: Statement, side: &str) -> Statement {
    statement.when("StringEquals", &owned(platform, side), "owned").when(
        "StringLike",
        &format!("aws:{side}Tag/{NODE_CLASS}"),
        "*",
    )
}
