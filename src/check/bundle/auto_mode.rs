//! EKS Auto Mode: pools like Karpenter's own, with node classes and labels of another domain.

use serde_json::Value;

use super::Pool;
use crate::artifact::Artifact;
use crate::artifact::karpenter::NodePool;
use crate::catalog::label::AUTO_MODE;
use crate::sizing::{BlockDevice, NodeSettings, Requirements, ValueSet};
use crate::units::Quantity;

/// The disk of a node where its class does not say how large it is.
const DEFAULT_DISK: u64 = 80 << 30;
/// What a node takes at most.
const MOST_PODS: u64 = 110;

impl Pool<'_> {
    /// Whether EKS makes the nodes, in Auto Mode.
    #[must_use]
    pub fn is_auto(&self) -> bool {
        is_auto(&self.view)
    }
}

pub(super) fn is_auto(pool: &NodePool) -> bool {
    pool.spec.template.spec.node_class_ref.group == AUTO_MODE
}

/// Adds the labels that all nodes of the pool carry.
pub(super) fn label(pool: &NodePool, offers: &mut Requirements) {
    let class = &pool.spec.template.spec.node_class_ref.name;
    offers.add(&format!("{AUTO_MODE}/compute-type"), &ValueSet::only(["auto"]));
    offers.add(&format!("{AUTO_MODE}/nodeclass"), &ValueSet::only([class]));
}

/// What the pool's nodes are like: their class is a document of a kind of EKS's.
pub(super) fn settle(pool: &mut Pool<'_>, artifacts: &[Artifact]) {
    if !pool.is_auto() {
        return;
    }
    let name = &pool.view.spec.template.spec.node_class_ref.name;
    let is_class = |value: &&Value| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        text("kind") == "NodeClass"
            && text("apiVersion").starts_with(AUTO_MODE)
            && value.pointer("/metadata/name").and_then(Value::as_str) == Some(name)
    };
    let class = artifacts.iter().filter_map(Artifact::value).find(is_class);
    let size = class.and_then(|class| class.pointer("/spec/ephemeralStorage/size")?.as_str());
    let size = size.and_then(|text| u64::try_from(Quantity::parse(text).ok()?.bytes()).ok());
    let root = BlockDevice { name: String::new(), root: true, bytes: size.or(Some(DEFAULT_DISK)) };
    let settings = std::mem::take(&mut pool.settings);
    pool.settings = NodeSettings { devices: vec![root], max_pods: Some(MOST_PODS), ..settings };
}
