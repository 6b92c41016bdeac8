//! Add-ons: a file each, with the role, what EKS or Helm installs, and what that needs.

use serde_json::{Value, json};

use super::{Context, addon_address, eks, extras, json_of, node_group, roles, service_role};
use crate::artifact::Artifact;
use crate::artifact::terraform::{Address, Configuration, label};
use crate::catalog::{charts, eks_addons};
use crate::lower::addon::{self, Delivery, Recipe};
use crate::model::{Addon, Platform};

/// A file for each add-on that is on.
pub fn lower(context: &Context<'_>) -> Vec<Artifact> {
    let addons = context.platform.addons.values();
    addons.filter_map(|addon| context.addon_file(addon, file(context, addon))).collect()
}

fn file(context: &Context<'_>, addon: &Addon) -> Configuration {
    let recipe = addon::recipe(addon.name);
    let mut file = Configuration::new();
    let role = addon::role(context.platform, recipe);
    let description =
        format!("Add-on {} of EKS cluster {}", addon.name, context.platform.cluster.name);
    if let Some(grant) = &recipe.grant {
        roles::declare(context, role.as_str(), &description, &mut file);
        for policy in grant.managed {
            let attachment = attachment(recipe, policy);
            let role = roles::address(role.as_str());
            service_role::attach(&attachment, &role, context.platform, policy, &mut file);
        }
    }
    match recipe.delivery {
        Delivery::Eks | Delivery::EksBeforeNodes => managed(context, recipe, addon, &mut file),
        Delivery::Chart => chart(context, recipe, addon, &mut file),
        Delivery::Service => {}
    }
    extras::lower(context, addon, &mut file);
    file
}

fn attachment(recipe: &Recipe, policy: &str) -> Address {
    Address::part("aws_iam_role_policy_attachment", recipe.name, policy)
}

fn managed(context: &Context<'_>, recipe: &Recipe, addon: &Addon, file: &mut Configuration) {
    let platform = context.platform;
    let mut body = json!({
        "cluster_name": eks::cluster(platform).get("name"),
        "addon_name": eks_addons::eks_name(addon.name).unwrap_or(addon.name),
        "resolve_conflicts_on_create": "OVERWRITE",
        // What an autoscaler has changed since stays.
        "resolve_conflicts_on_update": "PRESERVE",
    });
    if let Some(version) = addon::version(platform, addon) {
        body["addon_version"] = version.into();
    }
    if let Some(values) = context.documents.values(addon.name) {
        let values = json_of(file, &values_local(addon), values);
        body["configuration_values"] = json!(values);
    }
    if let Some(grant) = &recipe.grant {
        identity(platform, recipe, grant.accounts, &mut body);
    }
    if addon.name == "vpc-cni" {
        // Nodes that are still there when the add-on goes keep their addresses.
        body["preserve"] = true.into();
    }
    let needs = needs(context, recipe, recipe.delivery == Delivery::Eks);
    if !needs.is_empty() {
        body["depends_on"] = json!(needs);
    }
    file.declare(&addon_address::managed(addon.name), body);
}

/// How EKS ties the add-on's account to its role.
fn identity(platform: &Platform, recipe: &Recipe, accounts: &[&str], body: &mut Value) {
    let role = roles::address(addon::role(platform, recipe).as_str()).get("arn");
    // With Pod Identity the association is a resource of its own.
    if platform.cluster.identity == crate::spec::Identity::Irsa && !accounts.is_empty() {
        body["service_account_role_arn"] = json!(role);
    }
}

fn chart(context: &Context<'_>, recipe: &Recipe, addon: &Addon, file: &mut Configuration) {
    let platform = context.platform;
    let Some(chart) = charts::chart(addon.name) else { return };
    let mut body = json!({
        // Objects are called after the release, and other add-ons reach them by that name.
        "name": chart.name,
        "repository": chart.repository,
        "chart": chart.name,
        "version": addon::version(platform, addon),
        "namespace": chart.namespace,
        "create_namespace": chart.namespace != "kube-system",
        "timeout": 600,
    });
    if let Some(values) = context.documents.values(addon.name) {
        let values = json_of(file, &values_local(addon), values);
        body["values"] = json!([values]);
    }
    let mut needs = needs(context, recipe, true);
    needs.extend(extras::needs(context, addon));
    if !needs.is_empty() {
        body["depends_on"] = json!(needs);
    }
    file.declare(&addon_address::release(addon.name), body);
}

fn values_local(addon: &Addon) -> String {
    format!("values_{}", label(addon.name))
}

/// What has to be there first: the role with all that it may do, and nodes with names for the pods.
fn needs(context: &Context<'_>, recipe: &Recipe, pods: bool) -> Vec<String> {
    let platform = context.platform;
    let mut needs = Vec::new();
    if let Some(grant) = &recipe.grant {
        let role = addon::role(platform, recipe);
        needs.extend(grant.managed.iter().map(|policy| attachment(recipe, policy).path()));
        needs.extend(roles::parts(context, role.as_str()));
    }
    if pods && platform.cluster.create {
        needs.push(node_group::GROUP.path());
        let names = platform.addon("coredns").filter(|addon| addon.name != recipe.name);
        needs.extend(names.map(|addon| addon_address::managed(addon.name).path()));
    }
    needs
}
