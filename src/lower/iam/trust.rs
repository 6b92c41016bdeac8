//! Who may assume an execution role.
//!
//! With IRSA, a namespace has exactly the statement that `aws emr-containers
//! update-role-trust-policy` adds, without a `Sid` and without a condition on the audience, so that
//! the command finds nothing to do.

use serde_json::{Value, json};

use super::teams;
use crate::artifact::iam::{Policy, Statement};
use crate::model::{Platform, Role, Team};
use crate::spec::Identity;

/// IAM's default quota for a trust policy, in characters; it can be raised to 4,096.
const QUOTA: usize = 2048;

/// The trust policy of a role. `issuer` is the cluster's OIDC issuer without `https://`: the issuer
/// itself, its placeholder, or a reference to it; EKS Pod Identity does without.
#[must_use]
pub fn trust(platform: &Platform, role: &Role, issuer: &str) -> Policy {
    if platform.cluster.identity == Identity::PodIdentity {
        return Policy::new(vec![pod_identity(platform)]);
    }
    let apart = |issuer: &str| Policy::new(each_namespace(platform, role, issuer));
    // Judged by an issuer of real length, so that every document of the role has one form.
    if apart(&usual_issuer(platform)).size() <= QUOTA {
        apart(issuer)
    } else {
        Policy::new(all_namespaces(platform, role, issuer))
    }
}

fn pod_identity(platform: &Platform) -> Statement {
    let actions = vec!["sts:AssumeRole", "sts:TagSession"];
    Statement::trust(json!({ "Service": "pods.eks.amazonaws.com" }), actions)
        .when("StringEquals", "aws:SourceAccount", platform.aws.account.as_str())
        .when("ArnEquals", "aws:SourceArn", platform.cluster_arn())
}

/// One statement for each namespace and one for each account of the Spark operator.
fn each_namespace(platform: &Platform, role: &Role, issuer: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    for team in teams(platform, role) {
        if team.uses_emr() {
            statements.push(emr(platform, issuer, emr_subject(platform, role, team).into()));
        }
        if let Some(subject) = operator_subject(team) {
            statements.push(operator(platform, issuer, subject.into()));
        }
    }
    statements
}

/// The same subjects in at most two statements, for a role that too many namespaces share.
fn all_namespaces(platform: &Platform, role: &Role, issuer: &str) -> Vec<Statement> {
    let on_emr = teams(platform, role).filter(|team| team.uses_emr());
    let on_emr: Vec<String> = on_emr.map(|team| emr_subject(platform, role, team)).collect();
    let operated: Vec<String> = teams(platform, role).filter_map(operator_subject).collect();
    let mut statements = Vec::new();
    if !on_emr.is_empty() {
        statements.push(emr(platform, issuer, on_emr.into()));
    }
    if !operated.is_empty() {
        statements.push(operator(platform, issuer, operated.into()));
    }
    statements
}

fn emr_subject(platform: &Platform, role: &Role, team: &Team) -> String {
    subject(team, &role.emr_account(&platform.aws.account, "*-*"))
}

fn operator_subject(team: &Team) -> Option<String> {
    team.uses_operator().then(|| subject(team, team.service_account()))
}

fn subject(team: &Team, account: &str) -> String {
    format!("system:serviceaccount:{}:{account}", team.namespace)
}

fn emr(platform: &Platform, issuer: &str, subjects: Value) -> Statement {
    web_identity(platform, issuer).when("StringLike", &format!("{issuer}:sub"), subjects)
}

/// The account's name is known, so that no wildcard is needed, and the audience is what EKS asks for.
fn operator(platform: &Platform, issuer: &str, subjects: Value) -> Statement {
    web_identity(platform, issuer).when("StringEquals", &format!("{issuer}:sub"), subjects).when(
        "StringEquals",
        &format!("{issuer}:aud"),
        "sts.amazonaws.com",
    )
}

fn web_identity(platform: &Platform, issuer: &str) -> Statement {
    let (partition, account) = (platform.aws.partition(), &platform.aws.account);
    let provider = format!("arn:{partition}:iam::{account}:oidc-provider/{issuer}");
    Statement::trust(json!({ "Federated": provider }), "sts:AssumeRoleWithWebIdentity")
}

/// An issuer of the length that EKS gives them: the id has 32 digits.
fn usual_issuer(platform: &Platform) -> String {
    let suffix = platform.aws.partition().dns_suffix();
    format!("oidc.eks.{}.{suffix}/id/{}", platform.aws.region, "0".repeat(32))
}
