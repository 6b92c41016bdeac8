//! The rules, by family: one file and one page each.

use super::Family;

pub mod reachability;
pub mod storage;

/// Every family, in the order in which people meet their subjects.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "reachability",
        summary: "every pod has a pool that it can land on, and lands on the one that is meant",
        rules: reachability::RULES,
    },
    Family {
        name: "storage",
        summary: "local directory, volume, claim, class, zone and disk are one chain",
        rules: storage::RULES,
    },
];
