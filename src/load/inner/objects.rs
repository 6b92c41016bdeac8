//! Resources that are Kubernetes objects under the names of Terraform's Kubernetes provider.

use serde_json::{Map, Value, json};

use super::arguments::{OPEN, Words};
use super::found::Found;
use crate::artifact::Kind;
use crate::artifact::terraform::{Block, META_ARGUMENTS, blocks};
use crate::route;
use crate::source::Route;

/// A resource without its version, the object that it is, and whether that has a namespace.
type Form = (&'static str, &'static str, &'static str, bool);

const RBAC: &str = "rbac.authorization.k8s.io/v1";

/// The resources, and the objects that they are.
const RESOURCES: [Form; 14] = [
    ("kubernetes_cluster_role", RBAC, "ClusterRole", false),
    ("kubernetes_cluster_role_binding", RBAC, "ClusterRoleBinding", false),
    ("kubernetes_config_map", "v1", "ConfigMap", true),
    ("kubernetes_limit_range", "v1", "LimitRange", true),
    ("kubernetes_namespace", "v1", "Namespace", false),
    ("kubernetes_persistent_volume", "v1", "PersistentVolume", false),
    ("kubernetes_persistent_volume_claim", "v1", "PersistentVolumeClaim", true),
    ("kubernetes_priority_class", "scheduling.k8s.io/v1", "PriorityClass", false),
    ("kubernetes_resource_quota", "v1", "ResourceQuota", true),
    ("kubernetes_role", RBAC, "Role", true),
    ("kubernetes_role_binding", RBAC, "RoleBinding", true),
    ("kubernetes_secret", "v1", "Secret", true),
    ("kubernetes_service_account", "v1", "ServiceAccount", true),
    ("kubernetes_storage_class", "storage.k8s.io/v1", "StorageClass", false),
];

/// A resource that sets some keys of a map which somebody else makes.
const DATA: &str = "kubernetes_config_map_v1_data";

/// What the provider does with an object.
const OF_PROVIDER: [&str; 6] = [
    "field_manager",
    "force",
    "wait_for_default_service_account",
    "wait_for_service_account_token",
    "wait_until_bound",
    "data_wo_revision",
];

/// How their arguments are spelt.
const WORDS: Words = Words {
    maps: &[
        "annotations",
        "binary_data",
        "capacity",
        "data",
        "default",
        "default_request",
        "hard",
        "labels",
        "limits",
        "match_labels",
        "max",
        "max_limit_request_ratio",
        "min",
        "parameters",
        "requests",
        "volume_attributes",
    ],
    lists: &[
        "allowed_topologies",
        "image_pull_secret",
        "limit",
        "match_expressions",
        "match_label_expressions",
        "node_selector_term",
        "rule",
        "secret",
        "subject",
    ],
    renamed: &[
        ("image_pull_secret", "imagePullSecrets"),
        ("limit", "limits"),
        ("node_selector_term", "nodeSelectorTerms"),
        ("non_resource_urls", "nonResourceURLs"),
        ("rule", "rules"),
        ("secret", "secrets"),
        ("storage_provisioner", "provisioner"),
        ("subject", "subjects"),
    ],
    flat: &["persistent_volume_source"],
    is_partial: true,
};

/// Fields whose values Terraform makes of texts, too.
const NO_TEXTS: [&str; 5] =
    ["allowVolumeExpansion", "automountServiceAccountToken", "globalDefault", "immutable", "value"];

/// The objects of a file.
pub fn objects(file: &Value) -> Vec<Found> {
    let resources = blocks(file, "resource", |kind| form(kind).is_some()).into_iter();
    resources.filter_map(|block| object(&block, form(block.kind)?)).collect()
}

/// The form of a resource, whose name may end in its API's version.
fn form(resource: &str) -> Option<Form> {
    let plain = if resource == DATA { "kubernetes_config_map" } else { resource };
    let plain = plain.strip_suffix("_v1").unwrap_or(plain);
    RESOURCES.into_iter().find(|(name, ..)| *name == plain)
}

/// Whether an object is of a kind that is a resource, too: such are judged part by part.
#[must_use]
pub fn is_known(object: &Value) -> bool {
    let is = |key: &str, wanted: &str| object.get(key).and_then(Value::as_str) == Some(wanted);
    RESOURCES.iter().any(|(_, version, kind, _)| is("apiVersion", version) && is("kind", kind))
}

fn object(block: &Block<'_>, (_, api_version, name, is_namespaced): Form) -> Option<Found> {
    let mut parts = vec![(Route::ROOT, block.route.clone())];
    let is_own = |key: &str| META_ARGUMENTS.contains(&key) || OF_PROVIDER.contains(&key);
    let body = block.body.iter().filter(|(key, _)| !is_own(key));
    let body: Map<String, Value> = body.map(|(key, it)| (key.clone(), it.clone())).collect();
    let mut value = WORDS.fields(&body, &Route::ROOT, &block.route, &mut parts)?;
    value["apiVersion"] = json!(api_version);
    value["kind"] = json!(name);
    complete(value.as_object_mut()?, block.kind, is_namespaced);
    parts.push((route!["kind"], block.route.clone()));
    let kind = Kind::of_object(api_version, name).unwrap_or(Kind::Object);
    Some(Found { kind: Some(kind), route: block.route.clone(), value, parts })
}

/// What the provider adds, and what of it somebody else decides.
fn complete(object: &mut Map<String, Value>, resource: &str, is_namespaced: bool) {
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("generateName");
        metadata.entry("name").or_insert_with(|| json!(OPEN));
        if is_namespaced {
            metadata.entry("namespace").or_insert_with(|| json!("default"));
        }
    }
    if let (DATA, Some(data)) = (resource, object.get_mut("data").and_then(Value::as_object_mut)) {
        data.insert(OPEN.to_owned(), json!(OPEN));
    }
    // A Secret is written in clear, and the provider encodes it.
    if object["kind"] == "Secret"
        && let Some(data) = object.remove("data")
    {
        object.insert("stringData".to_owned(), data);
    }
    for key in NO_TEXTS {
        if let Some(value) = object.get_mut(key) {
            let read = value.as_str().and_then(|text| serde_json::from_str(text).ok());
            *value = read.unwrap_or_else(|| value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_are_objects_under_other_names() {
        let file = json!({"resource": {
            "kubernetes_role_v1": {"emr": {
                "//": "for EMR",
                "metadata": [{"name": "emr", "labels": {"tier": 1}}],
                "rule": {"api_groups": [""], "resources": ["pods"], "verbs": ["get"]},
                "depends_on": ["kubernetes_namespace_v1.team"],
            }},
            "kubernetes_storage_class": {"gp3": {
                "metadata": {"name": "gp3"},
                "storage_provisioner": "ebs.csi.aws.com",
                "allow_volume_expansion": "true",
                "dynamic": {"allowed_topologies": {"for_each": "${var.zones}", "content": {}}},
            }},
        }});
        let found: Vec<Value> = objects(&file).into_iter().map(|it| it.value).collect();
        let role = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": {"name": "emr", "namespace": "default", "labels": {"tier": "1"}},
            "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
        });
        let class = json!({
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
            "metadata": {"name": "gp3"}, "provisioner": "ebs.csi.aws.com",
            "allowVolumeExpansion": true, "allowedTopologies": "${…}",
        });
        assert_eq!(found, [role, class]);
    }
}
