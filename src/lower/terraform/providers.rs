//! The providers: which, in what versions, and how they reach the account and the cluster.

use serde_json::{Value, json};

use super::{Context, eks};
use crate::artifact::terraform::Configuration;
use crate::artifact::{Artifact, Kind};
use crate::lower::addon::{self, Delivery};
use crate::model::Platform;

/// The release of Terraform that the tree needs; the reference platform's.
const TERRAFORM: &str = ">= 1.3.2";
const AWS: &str = "~> 5.95";
const KUBERNETES: &str = "~> 2.36";
const HELM: &str = "~> 2.17";

/// `versions.tf.json`. An override for the kind lands here: a backend, for instance.
pub fn versions(context: &Context<'_>) -> Artifact {
    let platform = context.platform;
    let provider = |name: &str, version: &str| json!({ "source": format!("hashicorp/{name}"), "version": version });
    let mut providers = json!({
        "aws": provider("aws", AWS),
        "kubernetes": provider("kubernetes", KUBERNETES),
    });
    if uses_helm(platform) {
        providers["helm"] = provider("helm", HELM);
    }
    let mut file = Configuration::new();
    file.terraform(json!({ "required_version": TERRAFORM, "required_providers": providers }));
    Artifact::data(
        Kind::TerraformConfiguration,
        "terraform/versions.tf.json",
        &file.finish(&context.late),
        &platform.origin,
    )
    .overridden(&platform.overrides, &platform.origin)
}

/// `providers.tf.json`.
pub fn providers(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let aws = &platform.aws;
    let mut file = Configuration::new();
    let mut settings = json!({ "region": aws.region, "allowed_account_ids": [aws.account] });
    if !aws.tags.is_empty() {
        settings["default_tags"] = json!({ "tags": aws.tags });
    }
    file.provider("aws", settings);
    let access = cluster_access(platform);
    if uses_helm(platform) {
        file.provider("helm", json!({ "kubernetes": access }));
    }
    file.provider("kubernetes", access);
    file
}

/// How the cluster's API is reached: with a token for each run, so that none lies in the state.
fn cluster_access(platform: &Platform) -> Value {
    let cluster = eks::cluster(platform);
    let authority = format!("base64decode({}.certificate_authority[0].data)", cluster.path());
    json!({
        "host": cluster.get("endpoint"),
        "cluster_ca_certificate": crate::artifact::terraform::Expression::new(authority),
        "exec": {
            "api_version": "client.authentication.k8s.io/v1beta1",
            "command": "aws",
            "args": [
                "eks", "get-token",
                "--cluster-name", cluster.get("name"),
                "--region", platform.aws.region,
            ],
        },
    })
}

/// Whether any add-on comes as a chart.
fn uses_helm(platform: &Platform) -> bool {
    platform.addons.keys().any(|name| addon::recipe(name).delivery == Delivery::Chart)
}
