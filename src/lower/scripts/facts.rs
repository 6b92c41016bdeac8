//! What scripts know of the platform.

use serde::Serialize;

use super::late;
use crate::catalog::{charts, eks_addons};
use crate::lower::addon::{self, Delivery};
use crate::model::Platform;

/// What the templates may name.
#[derive(Debug, Serialize)]
pub struct Facts {
    name: String,
    account: String,
    region: String,
    cluster: String,
    bucket: String,
    create: bool,
    /// Whether Terraform has to leave a bucket that holds objects.
    keeps_bucket: bool,
    /// What finds the security group of nodes, as `aws ec2 --filters` takes it.
    discovery: Vec<String>,
    /// Add-ons by EKS's name.
    eks_addons: Vec<&'static str>,
    charts: Vec<Release>,
    prometheus_alias: Option<String>,
    teams: Vec<Team>,
    pools: Vec<String>,
    late: Vec<late::Lookup>,
    fetched: Vec<Fetched>,
}

/// What a job reads that lies elsewhere.
#[derive(Debug, Serialize)]
struct Fetched {
    /// `<team>/<job>`.
    job: String,
    addresses: Vec<String>,
}

/// A team.
#[derive(Debug, Serialize)]
struct Team {
    name: String,
    namespace: String,
    virtual_cluster: String,
    uses_emr: bool,
    uses_operator: bool,
}

/// The release of a chart.
#[derive(Debug, Serialize)]
struct Release {
    name: &'static str,
    namespace: &'static str,
}

/// The facts of a platform.
pub fn facts(platform: &Platform) -> Facts {
    let teams = platform.teams.iter().map(|team| Team {
        name: team.name.to_string(),
        namespace: team.namespace.to_string(),
        virtual_cluster: team.virtual_cluster.clone(),
        uses_emr: team.uses_emr(),
        uses_operator: team.uses_operator(),
    });
    Facts {
        name: platform.name.to_string(),
        account: platform.aws.account.to_string(),
        region: platform.aws.region.to_string(),
        cluster: platform.cluster.name.to_string(),
        bucket: platform.bucket.name.to_string(),
        create: platform.cluster.create,
        keeps_bucket: platform.bucket.create && !platform.bucket.force_destroy,
        discovery: discovery(platform),
        eks_addons: eks_addons(platform),
        charts: releases(platform),
        prometheus_alias: platform
            .addon("amazon-managed-prometheus")
            .map(|_| platform.prometheus_alias()),
        teams: teams.collect(),
        pools: platform.pools.keys().map(ToString::to_string).collect(),
        late: late::lookups(platform),
        fetched: fetched(platform),
    }
}

fn fetched(platform: &Platform) -> Vec<Fetched> {
    let teams = platform.teams.iter();
    let jobs = teams.flat_map(|team| team.jobs.values().map(move |job| (team, job)));
    let all = jobs.map(|(team, job)| Fetched {
        job: format!("{}/{}", team.name, job.name),
        addresses: job.fetched().map(str::to_owned).collect(),
    });
    all.filter(|job| !job.addresses.is_empty()).collect()
}

fn discovery(platform: &Platform) -> Vec<String> {
    let tags = platform.cluster.discovery.iter();
    tags.map(|(key, value)| format!("Name=tag:{key},Values={value}")).collect()
}

fn eks_addons(platform: &Platform) -> Vec<&'static str> {
    let recipes = platform.addons.keys().map(|name| addon::recipe(name));
    let by_eks = recipes
        .filter(|recipe| matches!(recipe.delivery, Delivery::Eks | Delivery::EksBeforeNodes));
    by_eks.filter_map(|recipe| eks_addons::eks_name(recipe.name)).collect()
}

fn releases(platform: &Platform) -> Vec<Release> {
    let recipes = platform.addons.keys().map(|name| addon::recipe(name));
    let charts = recipes.filter(|recipe| recipe.delivery == Delivery::Chart);
    let charts = charts.filter_map(|recipe| charts::chart(recipe.name));
    charts.map(|chart| Release { name: chart.name, namespace: chart.namespace }).collect()
}
