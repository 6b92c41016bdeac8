//! What becomes of shuffle files when an executor's node goes.

use super::Job;

/// The key by which executors say goodbye.
pub const EXECUTORS: &str = "spark.decommission.enabled";
/// The key by which they hand on their blocks before.
pub const STORAGE: &str = "spark.storage.decommission.enabled";

impl Job<'_> {
    /// Whether shuffle files lie on claims or in another service, and outlive their executors.
    #[must_use]
    pub fn shuffles_elsewhere(&self) -> bool {
        let keys = ["spark.shuffle.manager", "spark.shuffle.sort.io.plugin.class"];
        keys.iter().any(|key| self.conf.get(key).is_some())
    }

    /// The key that is not on, of those that decommissioning needs.
    #[must_use]
    pub fn lacks_for_decommission(&self) -> Option<&'static str> {
        let on = |key: &str| self.conf.get(key).is_some_and(|value| value.trim() == "true");
        [EXECUTORS, STORAGE].into_iter().find(|key| !on(key))
    }
}
