//! The EKS control plane, and the cluster as the rest of the tree refers to it.

use serde_json::{Value, json};

use super::network::Tier;
use super::networking::{Rule, security_group};
use super::{Context, network};
use crate::artifact::iam::{Policy, Statement};
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::model::Platform;
use crate::spec::Identity;

const CLUSTER: Address = Address::resource("aws_eks_cluster", "this");
const ROLE: Address = Address::resource("aws_iam_role", "eks_cluster");
const GROUP: Address = Address::resource("aws_security_group", "eks_cluster");
const LOGS: Address = Address::resource("aws_cloudwatch_log_group", "eks_cluster");
const KEY: Address = Address::resource("aws_kms_key", "eks_secrets");
const PROVIDER: Address = Address::resource("aws_iam_openid_connect_provider", "this");
const CLUSTER_THERE: Address = Address::data("aws_eks_cluster", "this");
const PROVIDER_THERE: Address = Address::data("aws_iam_openid_connect_provider", "this");

/// The security group of nodes, which carries the tags of discovery.
pub const NODE_GROUP: Address = Address::resource("aws_security_group", "eks_node");

/// The OIDC issuer without `https://`.
pub const OIDC_ISSUER: &str = "local.oidc_issuer";

/// The cluster.
pub fn cluster(platform: &Platform) -> Address {
    if platform.cluster.create { CLUSTER } else { CLUSTER_THERE }
}

/// The VPC's id.
pub fn vpc_id(platform: &Platform) -> Expression {
    if platform.cluster.create {
        network::vpc_id()
    } else {
        CLUSTER_THERE.get("vpc_config[0].vpc_id")
    }
}

/// The OIDC issuer without `https://`, read from the cluster itself.
pub fn issuer(platform: &Platform) -> Expression {
    without_scheme(&format!("{}.identity[0].oidc[0].issuer", cluster(platform).path()))
}

/// `cluster.tf.json`.
pub fn lower(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let mut file = Configuration::new();
    if platform.cluster.create {
        control_plane(platform, &mut file);
        security_groups(platform, &mut file);
        role(platform, &mut file);
        secrets_key(platform, &mut file);
    } else {
        file.declare(&CLUSTER_THERE, json!({ "name": platform.cluster.name }));
    }
    if platform.cluster.identity == Identity::Irsa {
        oidc_provider(platform, &mut file);
    }
    file
}

fn control_plane(platform: &Platform, file: &mut Configuration) {
    let cluster = &platform.cluster;
    file.declare(
        &LOGS,
        json!({ "name": format!("/aws/eks/{}/cluster", cluster.name), "retention_in_days": 90 }),
    );
    file.declare(
        &CLUSTER,
        json!({
            "name": cluster.name,
            "version": cluster.kubernetes.to_string(),
            "role_arn": ROLE.get("arn"),
            "enabled_cluster_log_types": ["api", "audit", "authenticator"],
            // The add-ons of the spec come instead, with their settings, before the first node.
            "bootstrap_self_managed_addons": false,
            "access_config": {
                "authentication_mode": "API_AND_CONFIG_MAP",
                "bootstrap_cluster_creator_admin_permissions": true,
            },
            "encryption_config": {
                "provider": { "key_arn": KEY.get("arn") },
                "resources": ["secrets"],
            },
            "vpc_config": vpc_config(platform),
            "depends_on": [LOGS.path(), attachment("policy").path(), attachment("key").path()],
        }),
    );
}

fn vpc_config(platform: &Platform) -> Value {
    let cluster = &platform.cluster;
    let mut config = json!({
        "subnet_ids": Tier::Node.ids(platform),
        "security_group_ids": [GROUP.get("id")],
        "endpoint_private_access": true,
        "endpoint_public_access": cluster.public_endpoint,
    });
    if cluster.public_endpoint && !cluster.public_cidrs.is_empty() {
        config["public_access_cidrs"] = json!(cluster.public_cidrs);
    }
    config
}

/// The control plane and the nodes reach each other; nodes reach the world.
fn security_groups(platform: &Platform, file: &mut Configuration) {
    let name = &platform.cluster.name;
    security_group(&GROUP, &format!("{name}-cluster"), "EKS control plane", file);
    file.declare(
        &NODE_GROUP,
        json!({
            "name": format!("{name}-node"),
            "description": "EKS nodes",
            "vpc_id": network::vpc_id(),
            "tags": node_group_tags(platform),
        }),
    );
    let rules = [
        (
            "eks_cluster_api",
            Rule::ingress(&GROUP, "Nodes to the API").peer(&NODE_GROUP).ports("tcp", 443, 443),
        ),
        ("eks_node_self", Rule::ingress(&NODE_GROUP, "Nodes to each other").peer(&NODE_GROUP)),
        ("eks_node_cluster", Rule::ingress(&NODE_GROUP, "The control plane to nodes").peer(&GROUP)),
        ("eks_cluster_nodes", Rule::egress(&GROUP, "The control plane to nodes").peer(&NODE_GROUP)),
        (
            "eks_node_all",
            Rule::egress(&NODE_GROUP, "Nodes to everywhere").with("cidr_ipv4", json!("0.0.0.0/0")),
        ),
    ];
    for (label, rule) in rules {
        rule.declare(label, file);
    }
}

fn node_group_tags(platform: &Platform) -> Value {
    let mut tags = json!({ "Name": format!("{}-node", platform.cluster.name) });
    for (key, value) in &platform.cluster.discovery {
        tags[key] = value.as_str().into();
    }
    tags
}

fn role(platform: &Platform, file: &mut Configuration) {
    let name = platform.cluster.role_name("eks-cluster");
    super::service_role::declare(&ROLE, name.as_str(), "eks.amazonaws.com", file);
    super::service_role::attach(
        &attachment("policy"),
        &ROLE,
        platform,
        "AmazonEKSClusterPolicy",
        file,
    );
    let actions = ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"];
    let policy = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": actions, "Resource": KEY.get("arn") }
    ] });
    let policy = super::json_of(file, "permissions_eks_cluster", &policy);
    file.declare(
        &attachment("key"),
        json!({ "name": "secrets-key", "role": ROLE.get("name"), "policy": policy }),
    );
}

fn attachment(what: &str) -> Address {
    let kind = if what == "key" { "aws_iam_role_policy" } else { "aws_iam_role_policy_attachment" };
    Address::labelled(kind, format!("eks_cluster_{what}"))
}

/// The key of Kubernetes secrets: the account decides by IAM who uses it, the administrators of the
/// spec may manage it.
fn secrets_key(platform: &Platform, file: &mut Configuration) {
    let aws = &platform.aws;
    let root = format!("arn:{}:iam::{}:root", aws.partition(), aws.account);
    let mut statements = vec![key_statement("Account", &["kms:*"], vec![root])];
    let administrators = platform.cluster.key_administrators.clone();
    if !administrators.is_empty() {
        let actions = [
            "kms:CancelKeyDeletion",
            "kms:Create*",
            "kms:Delete*",
            "kms:Describe*",
            "kms:Disable*",
            "kms:Enable*",
            "kms:Get*",
            "kms:List*",
            "kms:Put*",
            "kms:Revoke*",
            "kms:ScheduleKeyDeletion",
            "kms:TagResource",
            "kms:UntagResource",
            "kms:Update*",
        ];
        statements.push(key_statement("Administrators", &actions, administrators));
    }
    let policy = serde_json::to_value(Policy::new(statements)).expect("a policy is plain data");
    let policy = super::json_of(file, "eks_secrets_key_policy", &policy);
    file.declare(
        &KEY,
        json!({
            "description": format!("Secrets of EKS cluster {}", platform.cluster.name),
            "enable_key_rotation": true,
            "policy": policy,
        }),
    );
    let alias = Address::resource("aws_kms_alias", "eks_secrets");
    let name = format!("alias/eks/{}", platform.cluster.name);
    file.declare(&alias, json!({ "name": name, "target_key_id": KEY.get("key_id") }));
}

fn key_statement(sid: &str, actions: &[&str], principals: Vec<String>) -> Statement {
    Statement {
        principal: Some(json!({ "AWS": principals })),
        ..Statement::allow(sid, actions, ["*".to_owned()])
    }
}

/// The OIDC provider: made with the cluster; beside a cluster that is there it is there too.
fn oidc_provider(platform: &Platform, file: &mut Configuration) {
    let url = cluster(platform).get("identity[0].oidc[0].issuer");
    let provider = if platform.cluster.create {
        file.declare(&PROVIDER, json!({ "url": url, "client_id_list": ["sts.amazonaws.com"] }));
        PROVIDER
    } else {
        file.declare(&PROVIDER_THERE, json!({ "url": url }));
        PROVIDER_THERE
    };
    file.local("oidc_issuer", without_scheme(&format!("{}.url", provider.path())));
}

fn without_scheme(url: &str) -> Expression {
    Expression::new(format!("trimprefix({url}, \"https://\")"))
}
