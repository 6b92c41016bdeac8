//! What the Spark operator makes of the fields of an application.

use serde_json::Value;

use super::SparkConf;
use crate::source::Route;

/// Fields, and the keys that the operator makes of them.
const FIELDS: [(&str, &str); 19] = [
    ("/driver/cores", "spark.driver.cores"),
    ("/driver/memory", "spark.driver.memory"),
    ("/driver/memoryOverhead", "spark.driver.memoryOverhead"),
    ("/driver/coreLimit", "spark.kubernetes.driver.limit.cores"),
    ("/driver/coreRequest", "spark.kubernetes.driver.request.cores"),
    ("/executor/cores", "spark.executor.cores"),
    ("/executor/memory", "spark.executor.memory"),
    ("/executor/memoryOverhead", "spark.executor.memoryOverhead"),
    ("/executor/instances", "spark.executor.instances"),
    ("/executor/coreLimit", "spark.kubernetes.executor.limit.cores"),
    ("/executor/coreRequest", "spark.kubernetes.executor.request.cores"),
    ("/memoryOverheadFactor", "spark.kubernetes.memoryOverheadFactor"),
    ("/dynamicAllocation/enabled", "spark.dynamicAllocation.enabled"),
    ("/dynamicAllocation/initialExecutors", "spark.dynamicAllocation.initialExecutors"),
    ("/dynamicAllocation/minExecutors", "spark.dynamicAllocation.minExecutors"),
    ("/dynamicAllocation/maxExecutors", "spark.dynamicAllocation.maxExecutors"),
    ("/image", "spark.kubernetes.container.image"),
    ("/driver/image", "spark.kubernetes.driver.container.image"),
    ("/executor/image", "spark.kubernetes.executor.container.image"),
];

/// The configuration that an application's spec says: its fields win over its `sparkConf`.
#[must_use]
pub fn conf(spec: &Value, home: &Route) -> SparkConf {
    let mut fields = SparkConf::default();
    for (pointer, key) in FIELDS {
        if let Some(found) = spec.pointer(pointer) {
            let text = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            fields.add(key, text, home.join(Route::from_pointer(pointer).steps()));
        }
    }
    add_tracking(spec, home, &mut fields);
    SparkConf::of_application(spec, home, fields)
}

/// With dynamic allocation the operator turns the tracking of shuffle files on, unless told not to.
fn add_tracking(spec: &Value, home: &Route, fields: &mut SparkConf) {
    let field = |name: &str| spec.get("dynamicAllocation")?.get(name)?.as_bool();
    if field("enabled") != Some(true) {
        return;
    }
    let tracks = field("shuffleTrackingEnabled");
    let name = tracks.map_or("enabled", |_| "shuffleTrackingEnabled");
    let at = home.then("dynamicAllocation").then(name);
    let key = "spark.dynamicAllocation.shuffleTracking.enabled";
    fields.add(key, tracks.unwrap_or(true).to_string(), at);
}
