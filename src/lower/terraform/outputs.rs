//! Outputs: what `emrgen build --bind` reads back, and what people ask for first.

use serde_json::{Map, Value, json};

use super::{Context, eks, extras, late_output, lustre, roles, virtual_cluster};
use crate::artifact::Kind;
use crate::artifact::terraform::{Configuration, Expression};
use crate::model::{Late, Platform};

/// `outputs.tf.json`.
pub fn lower(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let mut file = Configuration::new();
    let cluster = eks::cluster(platform);
    file.output("cluster_name", "The EKS cluster.", cluster.get("name"));
    let command = format!("aws eks update-kubeconfig --region {} --name ", platform.aws.region);
    let command = Expression::text(&command).then(&cluster.get("name"));
    file.output("configure_kubectl", "The command that lets kubectl reach the cluster.", command);
    file.output("region", "The AWS region.", platform.aws.region.as_str());
    file.output("bucket", "The bucket of programs, data and logs.", platform.bucket.name.as_str());
    late_output(
        &mut file,
        &Late::OidcIssuer,
        "The OIDC issuer without https://.",
        eks::issuer(platform),
    );
    late_output(&mut file, &Late::VpcId, "The VPC.", eks::vpc_id(platform));
    lustre::declare_outputs(platform, &mut file);
    extras::workspace_output(context, &mut file);
    teams(context, &mut file);
    file
}

fn teams(context: &Context<'_>, file: &mut Configuration) {
    let platform = context.platform;
    let mut clusters = Map::new();
    let mut log_groups = Map::new();
    for team in &platform.teams {
        let name = team.name.to_string();
        log_groups.insert(name.clone(), team.logs.group.clone().into());
        if context.documents.of_team(&name, Kind::CreateVirtualCluster).next().is_some() {
            clusters.insert(name, json!(virtual_cluster(team).get("id")));
        }
    }
    file.output("virtual_cluster_ids", "EMR virtual clusters by team.", clusters);
    file.output("log_groups", "CloudWatch log groups by team.", log_groups);
    file.output(
        "job_execution_role_arns",
        "Execution roles by team.",
        role_arns(context, platform),
    );
}

fn role_arns(context: &Context<'_>, platform: &Platform) -> Map<String, Value> {
    let declared = |role: &str| context.documents.of_role(role, Kind::TrustPolicy).next().is_some();
    let arn = |role: &str| declared(role).then(|| json!(roles::address(role).get("arn")));
    let teams = platform.teams.iter();
    teams.filter_map(|team| Some((team.name.to_string(), arn(team.role.as_str())?))).collect()
}
