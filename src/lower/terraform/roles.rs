//! IAM roles: the execution roles of teams, and how any role of the platform is declared.

use serde_json::{Value, json};

use super::{Context, eks, json_of};
use crate::artifact::terraform::{Address, Configuration, label};
use crate::artifact::{Artifact, Kind};
use crate::model::{Platform, Role};

/// A file for each execution role.
pub fn lower(context: &Context<'_>) -> Vec<Artifact> {
    context.platform.roles.values().filter_map(|role| execution_role(context, role)).collect()
}

fn execution_role(context: &Context<'_>, role: &Role) -> Option<Artifact> {
    let mut file = Configuration::new();
    let namespaces: Vec<String> = role.namespaces.iter().map(ToString::to_string).collect();
    let description = format!("Spark jobs in {}", namespaces.join(", "));
    declare(context, role.name.as_str(), &description, &mut file);
    context.role_file(role, file)
}

/// The role of that name, which the IAM family describes.
pub fn address(name: &str) -> Address {
    Address::named("aws_iam_role", name)
}

/// Declares the role whose documents the IAM family made, with all that hangs on it; nothing where
/// it made none.
pub fn declare(context: &Context<'_>, name: &str, description: &str, file: &mut Configuration) {
    let documents = &context.documents;
    let Some(trust) = documents.of_role(name, Kind::TrustPolicy).next() else { return };
    let label = label(name);
    let role = address(name);
    let trust = json_of(file, &format!("trust_{label}"), trust);
    // IAM takes a thousand characters.
    let short: String = description.chars().take(1000).collect();
    file.declare(&role, json!({ "name": name, "description": short, "assume_role_policy": trust }));
    for permissions in documents.of_role(name, Kind::PermissionsPolicy) {
        let policy = json_of(file, &format!("permissions_{label}"), permissions);
        file.declare(
            &permissions_address(name),
            json!({ "name": "permissions", "role": role.get("name"), "policy": policy }),
        );
    }
    for (index, request) in documents.of_role(name, Kind::PodIdentityAssociation).enumerate() {
        let address = association_address(name, index);
        file.declare(&address, association(context.platform, &role, request));
    }
}

/// What hangs on a role of the IAM family, as `depends_on` has it.
pub fn parts(context: &Context<'_>, name: &str) -> Vec<String> {
    let documents = &context.documents;
    let permissions = documents.of_role(name, Kind::PermissionsPolicy);
    let permissions = permissions.map(|_| permissions_address(name).path());
    let associations = documents.of_role(name, Kind::PodIdentityAssociation).enumerate();
    let associations = associations.map(|(index, _)| association_address(name, index).path());
    permissions.chain(associations).collect()
}

fn association_address(name: &str, index: usize) -> Address {
    let kind = "aws_eks_pod_identity_association";
    Address::part(kind, name, &format!("n{}", index + 1))
}

fn permissions_address(name: &str) -> Address {
    Address::named("aws_iam_role_policy", name)
}

fn association(platform: &Platform, role: &Address, request: &Value) -> Value {
    json!({
        "cluster_name": eks::cluster(platform).get("name"),
        "namespace": request["namespace"],
        "service_account": request["serviceAccount"],
        "role_arn": role.get("arn"),
    })
}
