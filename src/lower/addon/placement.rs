//! Where the pods of add-ons run.

use serde_json::{Value, json};

use crate::model::{CoreNodeGroup, Platform};

/// The node selector of system pods: the core node group, so that none of them runs on nodes that
/// it manages or that come and go with jobs. A cluster that is joined has nodes of its own.
pub fn core(platform: &Platform) -> Value {
    let (key, value) = CoreNodeGroup::LABEL;
    if platform.cluster.create { json!({ key: value }) } else { Value::Null }
}

/// The tolerations of daemonsets, which every node needs, whatever its pool's taints.
pub fn everywhere() -> Value {
    json!([{ "operator": "Exists" }])
}
