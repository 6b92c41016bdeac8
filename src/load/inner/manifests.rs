//! Resources that hold a Kubernetes object as it is: a map, or YAML in a text.

use serde_json::Value;

use super::found::Found;
use super::{expression, objects, open};
use crate::artifact::terraform::{Block, blocks, holds_expression};
use crate::source::Route;

/// The resources, and the arguments that hold the object.
const RESOURCES: [(&str, &str); 2] =
    [("kubernetes_manifest", "manifest"), ("kubectl_manifest", "yaml_body")];

/// The objects of a file.
///
/// Of kinds that are judged together, such as pools and the pods that they are for, one that an
/// expression makes a part of leaves out the others: what is missing in it might be theirs.
pub fn manifests(file: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    let mut is_whole = true;
    let argument = |resource: &str| RESOURCES.iter().find(|(it, _)| *it == resource);
    for block in blocks(file, "resource", |resource| argument(resource).is_some()) {
        let Some((_, argument)) = argument(block.kind) else { continue };
        match manifest(&block, argument) {
            Some(one) => found.push(one),
            None => is_whole = false,
        }
    }
    is_whole &= found.iter().all(|it| objects::is_known(&it.value) || !holds_expression(&it.value));
    found.retain(|it| is_whole || objects::is_known(&it.value));
    found
}

/// The object of a resource; `None` where an expression makes the whole of it.
fn manifest(block: &Block<'_>, argument: &str) -> Option<Found> {
    let written = block.body.get(argument)?;
    let value = match written.as_str() {
        Some(text) => expression::yaml(text)?,
        None => open::read(written),
    };
    let route: Route = block.route.then(argument);
    value.get("kind")?;
    Some(Found { kind: None, route, value, parts: Vec::new() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kinds(resources: &Value) -> Vec<Value> {
        let file = json!({ "resource": resources });
        manifests(&file).into_iter().map(|it| it.value["kind"].clone()).collect()
    }

    #[test]
    fn objects_are_read_from_maps_and_texts() {
        let found = kinds(&json!({
            "kubectl_manifest": {
                "a": {"yaml_body": "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"},
                "b": {"yaml_body": "${yamlencode({ kind = \"ConfigMap\" })}"},
            },
            "kubernetes_manifest": {"c": {"manifest": {"kind": "NodePool", "spec": {}}}},
        }));
        assert_eq!(found, ["Namespace", "ConfigMap", "NodePool"]);
    }

    #[test]
    fn what_is_judged_together_is_there_together() {
        let pool = json!({"manifest": {"kind": "NodePool"}});
        let open = json!({"manifest": {"kind": "NodePool", "spec": "${var.pool}"}});
        let role = json!({"manifest": {
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "rules": "${var.rules}",
        }});
        let of = |it: &Value| json!({"kubernetes_manifest": it});
        assert_eq!(kinds(&of(&json!({"a": pool, "b": role}))), ["NodePool", "Role"]);
        assert_eq!(kinds(&of(&json!({"a": pool, "b": open, "c": role}))), ["Role"]);
        let elsewhere = json!({"yaml_body": "${each.value}", "for_each": "${local.all}"});
        let files =
            json!({"kubernetes_manifest": {"a": pool}, "kubectl_manifest": {"b": elsewhere}});
        assert_eq!(kinds(&files), [] as [Value; 0]);
    }
}
