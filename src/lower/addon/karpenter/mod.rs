//! Karpenter's controller.

mod policy;

use serde_json::{Map, Value, json};

use super::account::{Grant, service_account};
use super::placement::core;
use super::{Delivery, Recipe};
use crate::catalog::karpenter::gate;
use crate::model::Platform;
use crate::spec::Capacity;

/// Nodes for Spark on demand.
pub const RECIPE: Recipe = Recipe {
    name: "karpenter",
    delivery: Delivery::Chart,
    grant: Some(Grant {
        accounts: &["karpenter"],
        managed: &[],
        policy: |platform| Some(policy::controller(platform)),
    }),
    values,
    daemon: None,
};

fn values(platform: &Platform) -> Value {
    let size = json!({ "cpu": "1", "memory": "1Gi" });
    json!({
        "replicas": 2,
        "serviceAccount": service_account(platform, &RECIPE, "karpenter"),
        "nodeSelector": core(platform),
        "controller": { "resources": { "requests": size, "limits": size } },
        "settings": {
            "clusterName": platform.cluster.name,
            // Without it nothing drains a node that EC2 is about to take back.
            "interruptionQueue": platform.cluster.interruption_queue,
            "featureGates": feature_gates(platform),
        },
    })
}

/// The gates that the pools need and that the targeted release has: said even where they are on by
/// default, so that the next release cannot turn them off.
fn feature_gates(platform: &Platform) -> Map<String, Value> {
    let pools = || platform.pools.values();
    let needed = [
        ("StaticCapacity", pools().any(|pool| pool.replicas.is_some())),
        ("ReservedCapacity", pools().any(|pool| pool.capacity.contains(&Capacity::Reserved))),
    ];
    let release = platform.cluster.karpenter;
    let known = needed.iter().filter(|(_, is_needed)| *is_needed).filter_map(|(name, _)| {
        let gate = gate(name)?;
        gate.default_in(release).map(|_| (gate.value_key.to_owned(), json!(true)))
    });
    known.collect()
}
