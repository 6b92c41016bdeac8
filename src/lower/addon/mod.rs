//! Add-ons: one description each, from which values, IAM role, Terraform and documentation follow.
//!
//! A [`Recipe`] says how an add-on comes onto the cluster, what AWS lets it do, and which values
//! its chart (or EKS, which runs some of the same charts) is given for this platform.

mod account;
mod autoscaling;
mod balancer;
mod fluent_bit;
mod karpenter;
mod kubecost;
mod managed;
mod placement;
mod prometheus;
mod spark;
mod storage;
mod values;
mod yunikorn;

#[cfg(test)]
mod tests;

use serde_json::Value;

pub use self::fluent_bit::log_group as fluent_bit_log_group;
pub use self::spark::HISTORY_ACCOUNT;

use self::account::Grant;
use crate::artifact::Artifact;
use crate::catalog::{charts, eks_addons};
use crate::model::{Addon, Platform};
use crate::units::RoleName;

/// How an add-on comes onto a cluster, and what it needs.
#[derive(Clone, Copy)]
pub struct Recipe {
    /// The name in the spec.
    pub name: &'static str,
    /// Who installs it.
    pub delivery: Delivery,
    /// What its pods may do in AWS.
    pub grant: Option<Grant>,
    /// The values for a platform.
    pub values: fn(&Platform) -> Value,
    /// What its daemonset requests on every node.
    pub daemon: Option<Daemon>,
}

/// Who installs an add-on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// EKS, before there are nodes: they need it to become ready.
    EksBeforeNodes,
    /// EKS, once there are nodes.
    Eks,
    /// Helm.
    Chart,
    /// Nobody: it is a service of AWS.
    Service,
}

/// What the pod of a daemonset requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daemon {
    /// CPU in thousandths of a core.
    pub cpu_millis: u64,
    /// Memory in MiB.
    pub memory_mib: u64,
}

const fn daemon(cpu_millis: u64, memory_mib: u64) -> Option<Daemon> {
    Some(Daemon { cpu_millis, memory_mib })
}

/// Every recipe, in the order in which add-ons are installed.
const RECIPES: [&Recipe; 19] = [
    &managed::VPC_CNI,
    &managed::KUBE_PROXY,
    &managed::COREDNS,
    &managed::POD_IDENTITY_AGENT,
    &storage::EBS,
    &managed::METRICS_SERVER,
    &autoscaling::PROPORTIONAL,
    &autoscaling::CLUSTER,
    &karpenter::RECIPE,
    &balancer::RECIPE,
    &storage::LUSTRE,
    &prometheus::WORKSPACE,
    &prometheus::RECIPE,
    &kubecost::RECIPE,
    &managed::CLOUDWATCH,
    &fluent_bit::RECIPE,
    &yunikorn::RECIPE,
    &spark::OPERATOR,
    &spark::HISTORY_SERVER,
];

/// The recipe of an add-on.
///
/// # Panics
/// Never: a test holds the recipes against the catalog of add-ons.
pub fn recipe(name: &str) -> &'static Recipe {
    RECIPES.iter().find(|recipe| recipe.name == name).expect("every known add-on has a recipe")
}

/// Values and IAM documents of all add-ons that are on.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    for addon in platform.addons.values() {
        let recipe = recipe(addon.name);
        artifacts.extend(values::lower(platform, recipe, addon));
        artifacts.extend(account::lower(platform, recipe, addon));
    }
    artifacts
}

/// The role that the pods of an add-on assume.
pub fn role(platform: &Platform, recipe: &Recipe) -> RoleName {
    platform.cluster.role_name(recipe.name)
}

/// The version of an add-on: the spec's, that of the release that the platform targets, or the one
/// that the catalog pins. `None` for a service, and for an add-on of EKS on a Kubernetes release
/// that the catalog does not know.
pub fn version(platform: &Platform, addon: &Addon) -> Option<String> {
    let cluster = &platform.cluster;
    addon
        .version
        .clone()
        .or_else(|| match addon.name {
            "karpenter" => charts::karpenter_version(cluster.karpenter).map(str::to_owned),
            "spark-operator" => spark::operator_version(platform),
            name => eks_addons::version(name, cluster.kubernetes).map(str::to_owned),
        })
        .or_else(|| match recipe(addon.name).delivery {
            Delivery::Chart => charts::chart(addon.name).map(|chart| chart.version.to_owned()),
            Delivery::Eks | Delivery::EksBeforeNodes | Delivery::Service => None,
        })
}

/// The namespace that the add-on's pods run in.
pub fn namespace(recipe: &Recipe) -> &'static str {
    charts::chart(recipe.name).map_or("kube-system", |chart| chart.namespace)
}
