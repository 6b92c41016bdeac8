//! What a team needs before its first job: namespace, rights for EMR, log group, virtual cluster.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Context, aws_auth, convert, eks};
use crate::artifact::terraform::{Address, Configuration};
use crate::artifact::{Artifact, Kind};
use crate::model::Team;

const NAMESPACE: &str = "kubernetes_namespace_v1";
const ROLE: &str = "kubernetes_role_v1";
const BINDING: &str = "kubernetes_role_binding_v1";

/// A file for each team.
pub fn lower(context: &Context<'_>) -> Vec<Artifact> {
    let groups = log_groups(&context.platform.teams);
    let teams = context.platform.teams.iter();
    let file = |team: &Team| {
        let mut file = Configuration::new();
        objects(context, team, &mut file);
        if groups.get(team.logs.group.as_str()) == Some(&team.name.as_str()) {
            file.declare(
                &Address::named("aws_cloudwatch_log_group", team.name.as_str()),
                json!({ "name": team.logs.group, "retention_in_days": team.logs.retention_days }),
            );
        }
        virtual_cluster(context, team, &mut file);
        context.team_file(team, file)
    };
    teams.filter_map(file).collect()
}

/// The first team that writes to each log group: it is the one whose file declares it.
fn log_groups(teams: &[Team]) -> BTreeMap<&str, &str> {
    let mut groups = BTreeMap::new();
    for team in teams {
        groups.entry(team.logs.group.as_str()).or_insert(team.name.as_str());
    }
    groups
}

/// The Kubernetes objects that EMR checks when it makes a virtual cluster.
fn objects(context: &Context<'_>, team: &Team, file: &mut Configuration) {
    for (kind, resource) in
        [(Kind::Namespace, NAMESPACE), (Kind::Role, ROLE), (Kind::RoleBinding, BINDING)]
    {
        for object in context.documents.of_team(team.name.as_str(), kind) {
            let mut body = match resource {
                NAMESPACE => convert::namespace(object),
                ROLE => convert::role(object),
                _ => convert::role_binding(object),
            };
            if kind != Kind::Namespace {
                body["depends_on"] = json!([Address::named(NAMESPACE, team.name.as_str()).path()]);
            }
            file.declare(&address(resource, team, object), body);
        }
    }
}

/// Labelled after the team, and after the object too where the team may have several of its kind.
fn address(resource: &'static str, team: &Team, object: &Value) -> Address {
    let name = object.pointer("/metadata/name").and_then(Value::as_str).unwrap_or_default();
    if resource == NAMESPACE {
        Address::named(resource, team.name.as_str())
    } else {
        Address::part(resource, team.name.as_str(), name)
    }
}

fn virtual_cluster(context: &Context<'_>, team: &Team, file: &mut Configuration) {
    let name = team.name.as_str();
    for request in context.documents.of_team(name, Kind::CreateVirtualCluster) {
        let field = |path: &str| request.pointer(path).cloned().unwrap_or_default();
        let mut needs: Vec<String> = vec![Address::named(NAMESPACE, name).path()];
        let bindings = context.documents.of_team(name, Kind::RoleBinding);
        needs.extend(bindings.map(|binding| address(BINDING, team, binding).path()));
        if aws_auth::is_written(context.platform) {
            needs.push(aws_auth::CONFIG_MAP.path());
        }
        file.declare(
            &super::virtual_cluster(team),
            json!({
                "name": field("/name"),
                "container_provider": {
                    "id": eks::cluster(context.platform).get("name"),
                    "type": field("/containerProvider/type"),
                    "info": { "eks_info": {
                        "namespace": field("/containerProvider/info/eksInfo/namespace"),
                    } },
                },
                "depends_on": needs,
            }),
        );
    }
}
