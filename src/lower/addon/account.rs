//! What the pods of an add-on may do in AWS, and by which service accounts.

use serde_json::{Value, json};

use super::{Recipe, namespace, role};
use crate::artifact::iam::{PodIdentityAssociation, Policy, Statement};
use crate::artifact::{Artifact, Kind};
use crate::model::{Addon, Platform};
use crate::spec::Identity;

/// What the pods of an add-on may do in AWS.
#[derive(Clone, Copy)]
pub struct Grant {
    /// The service accounts of its pods.
    pub accounts: &'static [&'static str],
    /// Policies that AWS manages, by the part of the ARN after `policy/`.
    pub managed: &'static [&'static str],
    /// What the platform itself says; `None` where the managed policies are enough.
    pub policy: fn(&Platform) -> Option<Policy>,
}

/// For add-ons that need no more than managed policies.
pub fn managed_only(_platform: &Platform) -> Option<Policy> {
    None
}

/// A service account as most charts take it: made by the chart, under the name that the role's
/// trust knows.
pub fn service_account(platform: &Platform, recipe: &Recipe, name: &str) -> Value {
    json!({ "create": true, "name": name, "annotations": annotations(platform, recipe) })
}

/// What ties an account to its role: with Pod Identity nothing, as EKS holds the association.
fn annotations(platform: &Platform, recipe: &Recipe) -> Value {
    match platform.cluster.identity {
        Identity::Irsa if recipe.grant.is_some() => {
            json!({ "eks.amazonaws.com/role-arn": platform.role_arn(&role(platform, recipe)) })
        }
        Identity::Irsa | Identity::PodIdentity => Value::Null,
    }
}

/// The IAM documents of an add-on.
pub fn lower(platform: &Platform, recipe: &Recipe, addon: &Addon) -> Vec<Artifact> {
    let Some(grant) = &recipe.grant else { return Vec::new() };
    let role = role(platform, recipe);
    let document = |kind, name: &str, value: &Value| {
        let path = format!("iam/{role}/{name}.json");
        Artifact::data(kind, path, value, &addon.origin).allowing(&addon.allow)
    };
    let trust = to_value(&trust(platform, recipe, grant));
    let mut artifacts = vec![document(Kind::TrustPolicy, "trust-policy", &trust)];
    if let Some(policy) = (grant.policy)(platform) {
        let policy = to_value(&policy);
        artifacts.push(document(Kind::PermissionsPolicy, "permissions-policy", &policy));
    }
    for (index, request) in associations(platform, recipe, grant).iter().enumerate() {
        let name = format!("pod-identity-{}", index + 1);
        artifacts.push(document(Kind::PodIdentityAssociation, &name, &to_value(request)));
    }
    artifacts
}

fn to_value(document: &impl serde::Serialize) -> Value {
    serde_json::to_value(document).expect("documents have text keys and finite numbers")
}

/// Exactly the add-on's accounts: no other pod of the namespace can take the role.
fn trust(platform: &Platform, recipe: &Recipe, grant: &Grant) -> Policy {
    if platform.cluster.identity == Identity::PodIdentity {
        let service = json!({ "Service": "pods.eks.amazonaws.com" });
        let actions = vec!["sts:AssumeRole", "sts:TagSession"];
        let statement = Statement::trust(service, actions)
            .when("StringEquals", "aws:SourceAccount", platform.aws.account.as_str())
            .when("ArnEquals", "aws:SourceArn", platform.cluster_arn());
        return Policy::new(vec![statement]);
    }
    let issuer = platform.oidc_issuer();
    let (partition, account) = (platform.aws.partition(), &platform.aws.account);
    let provider = format!("arn:{partition}:iam::{account}:oidc-provider/{issuer}");
    let subject = |name: &&str| format!("system:serviceaccount:{}:{name}", namespace(recipe));
    let subjects: Vec<String> = grant.accounts.iter().map(subject).collect();
    let federated = json!({ "Federated": provider });
    let statement = Statement::trust(federated, "sts:AssumeRoleWithWebIdentity")
        .when("StringEquals", &format!("{issuer}:aud"), "sts.amazonaws.com")
        .when("StringEquals", &format!("{issuer}:sub"), subjects);
    Policy::new(vec![statement])
}

fn associations(
    platform: &Platform,
    recipe: &Recipe,
    grant: &Grant,
) -> Vec<PodIdentityAssociation> {
    if platform.cluster.identity == Identity::Irsa {
        return Vec::new();
    }
    let association = |account: &&str| PodIdentityAssociation {
        cluster_name: platform.cluster.name.to_string(),
        namespace: namespace(recipe).to_owned(),
        service_account: (*account).to_owned(),
        role_arn: platform.role_arn(&role(platform, recipe)),
        tags: platform.aws.tags.clone(),
    };
    grant.accounts.iter().map(association).collect()
}
