//! What becomes of shuffle files when an executor's node goes.

use super::Job;
use crate::units::MinorVersion;

/// The key by which executors say goodbye.
pub const EXECUTORS: &str = "spark.decommission.enabled";
/// The key by which they hand on their blocks before.
pub const STORAGE: &str = "spark.storage.decommission.enabled";
/// The key by which shuffle files are among those blocks.
pub const SHUFFLE: &str = "spark.storage.decommission.shuffleBlocks.enabled";
/// The first release in which they are unless told otherwise.
const MOVES_SHUFFLE: MinorVersion = MinorVersion::new(3, 4);

impl Job<'_> {
    /// Whether shuffle files lie on claims or in another service, and outlive their executors.
    #[must_use]
    pub fn shuffles_elsewhere(&self) -> bool {
        let keys = ["spark.shuffle.manager", "spark.shuffle.sort.io.plugin.class"];
        keys.iter().any(|key| self.conf.get(key).is_some())
    }

    /// The key that is not on, of those that decommissioning needs. From Spark 3.4 on shuffle files
    /// move as soon as blocks do; before, that takes a key of its own.
    #[must_use]
    pub fn lacks_for_decommission(&self) -> Option<&'static str> {
        let on = |key: &str| self.conf.get(key).is_some_and(|value| value.trim() == "true");
        let moves = || match self.conf.get(SHUFFLE) {
            Some(value) => value.trim() != "false",
            None => self.spark() >= MOVES_SHUFFLE,
        };
        let keys = [EXECUTORS, STORAGE].into_iter().find(|key| !on(key));
        keys.or_else(|| (!moves()).then_some(SHUFFLE))
    }
}
