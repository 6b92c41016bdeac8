//! The most that the nodes of a pool may have together.

use super::Pool;
use crate::route;
use crate::sizing::capacity;
use crate::source::Route;
use crate::units::MinorVersion;

/// The first release that heeds a limit on the nodes of a pool that grows.
pub const NODES_SINCE: MinorVersion = MinorVersion::new(1, 11);

impl Pool<'_> {
    /// The most CPU in thousandths, or memory in bytes, that its nodes may have together, and where
    /// that is written: in a limit on it, or in one on the number of nodes or that number itself,
    /// if all of them were the largest.
    #[must_use]
    pub fn ceiling(&self, key: &str, karpenter: MinorVersion) -> Option<(u64, Route)> {
        let own = self.limit(key).map(|limit| (limit, route!["spec", "limits", key]));
        let by_nodes = self
            .most_nodes(karpenter)
            .and_then(|(nodes, at)| Some((self.largest(key)?.saturating_mul(nodes), at)));
        own.into_iter().chain(by_nodes).min_by_key(|(amount, _)| *amount)
    }

    /// Where the most that its nodes may have together is written.
    #[must_use]
    pub fn place_of_ceiling(&self, key: &str, karpenter: MinorVersion) -> Route {
        self.ceiling(key, karpenter).map_or_else(|| route!["spec", "limits", key], |(_, at)| at)
    }

    /// The most nodes that it may have, and where that is written; `None` where nothing says it.
    #[must_use]
    pub fn most_nodes(&self, karpenter: MinorVersion) -> Option<(u64, Route)> {
        let fixed = self.view.spec.replicas.map(|it| (u64::from(it), route!["spec", "replicas"]));
        let heeds = fixed.is_some() || karpenter >= NODES_SINCE;
        let limit = self.limit("nodes").filter(|_| heeds);
        let limit = limit.map(|limit| (limit, route!["spec", "limits", "nodes"]));
        fixed.into_iter().chain(limit).min_by_key(|(nodes, _)| *nodes)
    }

    /// What the largest of its types has; `None` where it may use types that nobody here knows.
    fn largest(&self, key: &str) -> Option<u64> {
        if !self.perhaps_newer().is_empty() {
            return None;
        }
        let all = self.types.iter().map(|kind| capacity(kind, &self.settings));
        all.map(|has| if key == "cpu" { has.cpu_millis } else { has.memory_bytes }).max()
    }
}
