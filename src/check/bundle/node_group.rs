//! Managed node groups: the nodes that Karpenter does not make.

use serde_json::{Map, Value};

use super::terraform::{self, Resource, literal};
use crate::artifact::Artifact;
use crate::artifact::karpenter::Taint;
use crate::catalog::instance::instance_type;
use crate::catalog::label;
use crate::sizing::{Requirements, ValueSet};

const NODE_GROUP: &str = "eks.amazonaws.com/nodegroup";
const CAPACITY_TYPE: &str = "eks.amazonaws.com/capacityType";

/// A managed node group of EKS.
#[derive(Clone, Debug)]
pub struct NodeGroup {
    /// The name.
    pub name: String,
    /// What its nodes are labelled; a value that only an expression knows may be any.
    pub labels: Requirements,
    /// Their taints.
    pub taints: Vec<Taint>,
}

impl NodeGroup {
    /// Whether its nodes carry what is demanded. A label that they lack is no label, for here nobody
    /// makes nodes to measure.
    #[must_use]
    pub fn satisfies(&self, demands: &Requirements) -> bool {
        demands.iter().all(|(key, wanted)| match self.labels.get(key) {
            Some(mine) => mine.meets(wanted),
            None => wanted.admits_absence(),
        })
    }
}

/// The managed node groups among the documents: `aws_eks_node_group` resources, and those of the
/// public EKS module.
pub fn node_groups(artifacts: &[Artifact]) -> Vec<NodeGroup> {
    let own = terraform::resources(artifacts, "aws_eks_node_group").map(|it| of_resource(&it));
    own.chain(terraform::modules(artifacts).flat_map(|module| of_module(&module))).collect()
}

fn of_resource(resource: &Resource<'_>) -> NodeGroup {
    let name = resource.text("node_group_name").unwrap_or(resource.label);
    let taints = resource.blocks("taint").into_iter().filter_map(taint).collect();
    NodeGroup { name: name.to_owned(), labels: labels(resource.body, name), taints }
}

fn of_module(module: &Resource<'_>) -> Vec<NodeGroup> {
    let groups = module.body.get("eks_managed_node_groups").and_then(Value::as_object);
    let groups = groups.into_iter().flatten();
    groups
        .filter_map(|(name, body)| {
            let body = body.as_object()?;
            let taints = match body.get("taints") {
                Some(Value::Array(many)) => many.iter().collect(),
                Some(Value::Object(many)) => many.values().collect(),
                _ => Vec::new(),
            };
            let taints = taints.into_iter().filter_map(Value::as_object).filter_map(taint);
            let name = body.get("name").and_then(literal).unwrap_or(name);
            Some(NodeGroup {
                name: name.to_owned(),
                labels: labels(body, name),
                taints: taints.collect(),
            })
        })
        .collect()
}

fn labels(body: &Map<String, Value>, name: &str) -> Requirements {
    let mut all = Requirements::new();
    for (key, value) in body.get("labels").and_then(Value::as_object).into_iter().flatten() {
        all.add(key, &literal(value).map_or_else(ValueSet::any, |text| ValueSet::only([text])));
    }
    all.add(NODE_GROUP, &ValueSet::only([name]));
    let capacity = body.get("capacity_type").map_or(Some("ON_DEMAND"), literal);
    all.add(CAPACITY_TYPE, &capacity.map_or_else(ValueSet::any, |text| ValueSet::only([text])));
    for key in [label::HOSTNAME, label::ZONE, label::ZONE_ID, label::REGION] {
        all.add(key, &ValueSet::any());
    }
    all.add(label::OS, &ValueSet::any());
    add_types(&mut all, body.get("instance_types"));
    all
}

/// The labels that follow from the instance types, where these are written.
fn add_types(labels: &mut Requirements, types: Option<&Value>) {
    let written = types.and_then(Value::as_array).into_iter().flatten();
    let names: Option<Vec<&str>> = written.map(literal).collect();
    let names = names.unwrap_or_default();
    if names.is_empty() {
        labels.add(label::INSTANCE_TYPE, &ValueSet::any());
        labels.add(label::ARCH, &ValueSet::any());
        return;
    }
    let known = names.iter().map(|name| instance_type(name)?.label(label::ARCH));
    let architectures: Option<Vec<_>> = known.collect();
    labels.add(label::ARCH, &architectures.map_or_else(ValueSet::any, ValueSet::only));
    labels.add(label::INSTANCE_TYPE, &ValueSet::only(names));
}

/// A taint; EKS writes effects in capitals.
fn taint(block: &Map<String, Value>) -> Option<Taint> {
    let effect = match block.get("effect").and_then(literal)? {
        "NO_SCHEDULE" => "NoSchedule",
        "NO_EXECUTE" => "NoExecute",
        "PREFER_NO_SCHEDULE" => "PreferNoSchedule",
        other => other,
    };
    Some(Taint {
        key: block.get("key").and_then(literal)?.to_owned(),
        value: block.get("value").and_then(literal).map(str::to_owned),
        effect: effect.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::artifact::{Body, Kind, Origins};
    use crate::source::{DocumentId, Route};

    fn groups(file: Value) -> Vec<NodeGroup> {
        let artifact = Artifact {
            kind: Kind::TerraformConfiguration,
            path: "eks.tf.json".into(),
            body: Body::Data(file),
            origins: Origins::mirror(DocumentId(0), Route::ROOT),
            team: None,
            allow: Vec::new(),
        };
        node_groups(&[artifact])
    }

    fn selects(group: &NodeGroup, key: &str, value: &str) -> bool {
        group.satisfies(&Requirements::from_labels([(key, value)]))
    }

    #[test]
    fn a_resource_carries_its_labels_and_those_of_eks() {
        let groups = groups(json!({"resource": {"aws_eks_node_group": {"core": {
            "node_group_name": "core-nodes",
            "instance_types": ["m5.xlarge"],
            "labels": {"NodeGroupType": "core", "zone": "${local.zone}"},
            "taint": {"key": "core", "value": "true", "effect": "NO_SCHEDULE"}
        }}}}));
        let [group] = groups.as_slice() else { panic!("{groups:?}") };
        assert_eq!(group.taints[0].effect, "NoSchedule");
        assert!(selects(group, "NodeGroupType", "core") && !selects(group, "NodeGroupType", "x"));
        assert!(selects(group, "zone", "anything"), "an expression may have any value");
        assert!(selects(group, NODE_GROUP, "core-nodes"));
        assert!(
            selects(group, CAPACITY_TYPE, "ON_DEMAND") && !selects(group, CAPACITY_TYPE, "SPOT")
        );
        assert!(selects(group, label::ARCH, "amd64") && !selects(group, label::ARCH, "arm64"));
        assert!(!selects(group, label::NODE_POOL, "etl") && !selects(group, "team", "a"));
    }

    #[test]
    fn a_module_has_groups_too() {
        let groups = groups(json!({"module": {"eks": {"eks_managed_node_groups": {
            "core": {"labels": {"a": "b"}, "taints": {"x": {"key": "x", "effect": "NO_EXECUTE"}}},
            "spot": {"capacity_type": "SPOT", "taints": [{"key": "y", "effect": "NO_SCHEDULE"}]}
        }}}}));
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].taints[0].key.as_str(), groups[0].name.as_str()), ("x", "core"));
        assert!(selects(&groups[0], "a", "b"));
        assert!(selects(&groups[1], CAPACITY_TYPE, "SPOT"));
    }
}
