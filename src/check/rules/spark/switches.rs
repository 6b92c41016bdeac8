//! Which of Spark's keys act only while another is on.

use crate::units::MinorVersion;

/// What a switch turns on.
pub(super) struct Switch {
    /// Keys, or beginnings of keys, that do nothing while it is off.
    pub keys: &'static [&'static str],
    /// Whether they only matter while they are `true`.
    pub if_true: bool,
    /// The switches, all of which must be on.
    pub needs: &'static [&'static str],
}

const DECOMMISSION: &str = "spark.decommission.enabled";
const STORAGE: &str = "spark.storage.decommission.enabled";
const OWN: &str = "spark.kubernetes.driver.ownPersistentVolumeClaim";
const REUSE: &str = "spark.kubernetes.driver.reusePersistentVolumeClaim";
const WAIT: &str = "spark.kubernetes.driver.waitToReusePersistentVolumeClaim";
/// Switches that are on by themselves from a release on.
pub(super) const ON_SINCE: [(&str, MinorVersion); 2] =
    [(OWN, MinorVersion::new(3, 4)), (REUSE, MinorVersion::new(3, 4))];

/// Features of Spark, by the switches that turn them on. Source: Spark's configuration page and its
/// page on Kubernetes.
pub(super) const SWITCHES: &[Switch] = &[
    Switch { keys: &[STORAGE], if_true: true, needs: &[DECOMMISSION] },
    Switch {
        keys: &[
            "spark.storage.decommission.fallbackStorage.path",
            "spark.storage.decommission.rddBlocks.enabled",
            "spark.storage.decommission.shuffleBlocks.enabled",
        ],
        if_true: false,
        needs: &[DECOMMISSION, STORAGE],
    },
    Switch {
        keys: &["spark.kubernetes.executor.decommissionLabelValue"],
        if_true: false,
        needs: &["spark.kubernetes.executor.decommissionLabel"],
    },
    Switch { keys: &[REUSE], if_true: true, needs: &[OWN] },
    Switch { keys: &[WAIT], if_true: true, needs: &[OWN, REUSE] },
    Switch {
        keys: &["spark.memory.offHeap.size"],
        if_true: false,
        needs: &["spark.memory.offHeap.enabled"],
    },
    Switch {
        keys: &[
            "spark.dynamicAllocation.minExecutors",
            "spark.dynamicAllocation.maxExecutors",
            "spark.dynamicAllocation.initialExecutors",
            "spark.dynamicAllocation.executorIdleTimeout",
            "spark.dynamicAllocation.shuffleTracking.enabled",
        ],
        if_true: false,
        needs: &["spark.dynamicAllocation.enabled"],
    },
];
