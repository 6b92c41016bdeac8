//! Kubernetes objects as resources of Terraform's Kubernetes provider, which spells fields its way.

use serde_json::{Map, Value, json};

/// A Namespace as `kubernetes_namespace_v1`.
pub fn namespace(object: &Value) -> Value {
    json!({ "metadata": metadata(object) })
}

/// A Role as `kubernetes_role_v1`.
pub fn role(object: &Value) -> Value {
    let rules = object.get("rules").and_then(Value::as_array).into_iter().flatten();
    json!({ "metadata": metadata(object), "rule": rules.map(snake_case).collect::<Vec<_>>() })
}

/// A RoleBinding as `kubernetes_role_binding_v1`.
pub fn role_binding(object: &Value) -> Value {
    let subjects = object.get("subjects").and_then(Value::as_array).into_iter().flatten();
    json!({
        "metadata": metadata(object),
        "role_ref": object.get("roleRef").map(snake_case),
        "subject": subjects.map(snake_case).collect::<Vec<_>>(),
    })
}

/// A StorageClass as `kubernetes_storage_class_v1`, whose `provisioner` has another name.
pub fn storage_class(object: &Value) -> Value {
    let fields = object.as_object().into_iter().flatten();
    let mut class = json!({ "metadata": metadata(object) });
    for (key, value) in fields {
        let key = match key.as_str() {
            "apiVersion" | "kind" | "metadata" => continue,
            "provisioner" => "storage_provisioner".to_owned(),
            other => snake(other),
        };
        class[key] = value.clone();
    }
    class
}

/// Name, namespace, labels and annotations.
fn metadata(object: &Value) -> Map<String, Value> {
    let fields = object.get("metadata").and_then(Value::as_object).into_iter().flatten();
    let known = ["name", "namespace", "labels", "annotations"];
    let kept = fields.filter(|(key, _)| known.contains(&key.as_str()));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// The object with its own keys, not those below them, in snake case.
fn snake_case(object: &Value) -> Value {
    let fields = object.as_object().into_iter().flatten();
    fields.map(|(key, value)| (snake(key), value.clone())).collect::<Map<_, _>>().into()
}

/// `apiGroups` as `api_groups`; `nonResourceURLs` as `non_resource_urls`.
fn snake(key: &str) -> String {
    let mut text = String::with_capacity(key.len() + 4);
    let mut capital = false;
    for char in key.chars() {
        if char.is_ascii_uppercase() && !capital {
            text.push('_');
        }
        capital = char.is_ascii_uppercase();
        text.push(char.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_snake_case() {
        let keys = ["apiGroups", "nonResourceURLs", "roleRef", "verbs"].map(snake);
        assert_eq!(keys, ["api_groups", "non_resource_urls", "role_ref", "verbs"]);
    }

    #[test]
    fn keys_of_maps_that_users_name_stay() {
        let class = storage_class(&json!({
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
            "metadata": { "name": "gp3", "creationTimestamp": null },
            "provisioner": "ebs.csi.aws.com",
            "parameters": { "fsType": "xfs" },
            "volumeBindingMode": "WaitForFirstConsumer",
        }));
        assert_eq!(
            class,
            json!({
                "metadata": { "name": "gp3" },
                "storage_provisioner": "ebs.csi.aws.com",
                "parameters": { "fsType": "xfs" },
                "volume_binding_mode": "WaitForFirstConsumer",
            })
        );
    }
}
