//! The CreateManagedEndpoint request of an interactive endpoint.

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::{Container, Pod, PodSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::pod::{Role, select, tolerations};
use super::pod_template::file_name;
use super::start_job_run::monitoring;
use crate::artifact::emr::{Configuration, ConfigurationOverrides, CreateManagedEndpoint};
use crate::artifact::{Artifact, Kind};
use crate::model::{Endpoint, Late, Platform, Shape, Team};
use crate::route;

/// The request and the templates of its pods.
pub fn lower(platform: &Platform, team: &Team, endpoint: &Endpoint) -> Vec<Artifact> {
    let mut artifacts = vec![request(platform, team, endpoint)];
    artifacts.extend(Role::ALL.map(|role| template(platform, team, endpoint, role)));
    artifacts
}

fn directory(team: &Team, endpoint: &Endpoint) -> String {
    format!("emr/{}/endpoints/{}", team.name, endpoint.name)
}

/// The S3 prefix of the endpoint's own, with the slash.
fn home(team: &Team, endpoint: &Endpoint) -> String {
    format!("{}endpoints/{}/", team.home, endpoint.name)
}

/// Kernels run on demand, as their loss ends a session; executors on what the pool buys.
fn template(platform: &Platform, team: &Team, endpoint: &Endpoint, role: Role) -> Artifact {
    let capacity = endpoint.driver.capacity.filter(|_| role == Role::Driver);
    let shape = Shape { capacity, ..endpoint.driver.clone() };
    let main = Container { name: role.container().to_owned(), ..Container::default() };
    let value = Pod {
        metadata: metadata(role),
        spec: Some(PodSpec {
            containers: vec![main],
            node_selector: Some(select(&endpoint.pool, capacity, None)),
            tolerations: Some(tolerations(platform, &shape)).filter(|all| !all.is_empty()),
            ..PodSpec::default()
        }),
        status: None,
    };
    let path = format!("{}/{}", directory(team, endpoint), file_name(role));
    Artifact::data(role.kind(), path, &value, &endpoint.origin)
        .of_team(&team.name)
        .allowing(&endpoint.allow)
        .from(route!["spec"], &endpoint.origin.then("pool"))
        .overridden(&endpoint.overrides, &endpoint.origin)
}

/// Consolidation would end a kernel's session as surely as an interruption.
fn metadata(role: Role) -> ObjectMeta {
    let kept = [("karpenter.sh/do-not-disrupt".to_owned(), "true".to_owned())];
    ObjectMeta { annotations: (role == Role::Driver).then(|| kept.into()), ..ObjectMeta::default() }
}

fn request(platform: &Platform, team: &Team, endpoint: &Endpoint) -> Artifact {
    let value = CreateManagedEndpoint {
        name: endpoint.name.to_string(),
        virtual_cluster_id: platform.late(&Late::VirtualClusterId(team.name.clone())),
        endpoint_type: "JUPYTER_ENTERPRISE_GATEWAY".to_owned(),
        release_label: endpoint.release.to_string(),
        execution_role_arn: platform.role_arn(&team.role),
        configuration_overrides: Some(ConfigurationOverrides {
            application_configuration: vec![defaults(team, endpoint)],
            monitoring_configuration: Some(monitoring(team, endpoint.name.as_str(), true)),
        }),
        tags: platform.aws.tags.clone(),
    };
    let path = format!("{}/create-managed-endpoint.json", directory(team, endpoint));
    let conf = route!["configurationOverrides", "applicationConfiguration", 0, "properties"];
    Artifact::data(Kind::CreateManagedEndpoint, path, &value, &endpoint.origin)
        .of_team(&team.name)
        .allowing(&endpoint.allow)
        .from(route!["releaseLabel"], &endpoint.origin.then("release"))
        .from(conf.clone(), &endpoint.origin.then("conf"))
        .from(conf.then("spark.driver.cores"), &endpoint.origin.then("driver").then("cores"))
        .from(conf.then("spark.driver.memory"), &endpoint.origin.then("driver").then("memory"))
        .overridden(&endpoint.overrides, &endpoint.origin)
}

/// Sizes, and pod templates: only they can say what a kernel or an executor tolerates.
fn defaults(team: &Team, endpoint: &Endpoint) -> Configuration {
    let driver = &endpoint.driver;
    let mut properties = IndexMap::new();
    let mut set = |key: String, value: String| properties.insert(key, value);
    set("spark.driver.cores".to_owned(), driver.cores.to_string());
    set("spark.driver.memory".to_owned(), driver.memory.to_string());
    for role in Role::ALL {
        let key = format!("spark.kubernetes.{}.podTemplateFile", role.word());
        set(key, format!("{}{}", home(team, endpoint), file_name(role)));
    }
    properties.extend(endpoint.conf.clone());
    Configuration { classification: "spark-defaults".to_owned(), properties }
}
