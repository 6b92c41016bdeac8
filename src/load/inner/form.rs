//! What a policy is, and whether all of it is there.

use serde_json::{Map, Value};

use crate::artifact::Kind;

fn statements(policy: &Value) -> &[Value] {
    let written = &policy["Statement"];
    written.as_array().map_or(std::slice::from_ref(written), Vec::as_slice)
}

/// What a policy is about, where only its own words tell. One that names both principals and
/// resources is some resource's own.
pub fn kind(policy: &Value) -> Option<Kind> {
    let has = |key: &str| statements(policy).iter().any(|it| it.get(key).is_some());
    let is_sts = |action: &Value| action.as_str().is_some_and(|it| it.starts_with("sts:"));
    let assumes = |statement: &Value| {
        let action = &statement["Action"];
        action.as_array().map_or_else(|| is_sts(action), |many| many.iter().all(is_sts))
    };
    match (has("Principal") || has("NotPrincipal"), has("Resource") || has("NotResource")) {
        (false, true) => Some(Kind::PermissionsPolicy),
        (true, false) if statements(policy).iter().all(assumes) => Some(Kind::TrustPolicy),
        _ => None,
    }
}

/// Whether no expression stands for a part that has parts of its own.
pub fn is_whole(policy: &Value) -> bool {
    let is_map = |value: Option<&Value>| value.is_none_or(Value::is_object);
    let is_known = |key: &String| !key.ends_with('}');
    statements(policy).iter().all(|statement| {
        let conditions = statement.get("Condition").and_then(Value::as_object);
        let mut keys = conditions.into_iter().flat_map(Map::values).map(Value::as_object);
        statement.is_object()
            && is_map(statement.get("Condition"))
            && keys.all(|keys| keys.is_some_and(|keys| keys.keys().all(is_known)))
            && statement.get("Principal").is_none_or(|it| it.is_object() || *it == "*")
    })
}
