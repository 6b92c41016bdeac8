//! What a document is, by its own words and, where it has none, by its fields and its file's name.

use serde_json::Value;

use crate::artifact::Kind;

/// The kind of a document, if it is one that emrgen knows.
#[must_use]
pub fn recognise(file: &str, value: &Value) -> Option<Kind> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    if file.ends_with(".tf.json") {
        return Some(Kind::TerraformConfiguration);
    }
    match (text("apiVersion"), text("kind")) {
        (Some("v1"), Some("Pod")) => Some(pod(file, value)),
        (Some(api_version), Some(kind)) => Kind::of_object(api_version, kind),
        _ => request(value).or_else(|| helm_values(file)),
    }
}

/// A pod whose main container is Spark's is a template for Spark, and so is one without containers,
/// which nobody could run.
fn pod(file: &str, value: &Value) -> Kind {
    let containers = value.pointer("/spec/containers").and_then(Value::as_array);
    let is_empty = value.pointer("/spec").is_some_and(|spec| spec.get("containers").is_none());
    let of_executors = file.rsplit('/').next().is_some_and(|name| name.contains("exec"));
    let named =
        |name: &str| containers.into_iter().flatten().any(|container| container["name"] == name);
    if named("spark-kubernetes-driver") || (is_empty && !of_executors) {
        Kind::DriverPodTemplate
    } else if named("spark-kubernetes-executor") || is_empty {
        Kind::ExecutorPodTemplate
    } else {
        Kind::Pod
    }
}

/// A request or a policy, by the fields that only it has.
fn request(value: &Value) -> Option<Kind> {
    let has = |key: &str| value.get(key).is_some();
    let candidates = [
        (has("jobTemplateData"), Kind::CreateJobTemplate),
        (has("securityConfigurationData"), Kind::CreateSecurityConfiguration),
        (has("jobDriver") || has("jobTemplateId"), Kind::StartJobRun),
        (has("releaseLabel") && has("type"), Kind::CreateManagedEndpoint),
        (has("containerProvider"), Kind::CreateVirtualCluster),
        (has("schedulerConfiguration") && has("id"), Kind::UpdateVirtualCluster),
        (has("serviceAccount") && has("roleArn"), Kind::PodIdentityAssociation),
        (has("Statement") && has_principal(value), Kind::TrustPolicy),
        (has("Statement"), Kind::PermissionsPolicy),
    ];
    candidates.into_iter().find_map(|(is, kind)| is.then_some(kind))
}

fn has_principal(policy: &Value) -> bool {
    let statements = &policy["Statement"];
    let one = std::slice::from_ref(statements);
    let all = statements.as_array().map_or(one, Vec::as_slice);
    all.iter().any(|statement| statement.get("Principal").is_some())
}

/// `values.yaml`, `karpenter-values.yaml`: values of a chart.
fn helm_values(file: &str) -> Option<Kind> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
    (stem == "values" || stem.ends_with("-values")).then_some(Kind::HelmValues)
}
