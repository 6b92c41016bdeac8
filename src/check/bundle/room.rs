//! What the nodes of a pool have for pods.

use super::{Context, Pool};
use crate::catalog::instance::InstanceType;
use crate::sizing::{Resources, allocatable, capacity};

impl Pool<'_> {
    /// What a node has for pods beside the DaemonSets, as Karpenter reckons it; `None` where its
    /// node class, which decides, is not among the documents.
    #[must_use]
    pub fn room(&self, kind: &InstanceType, context: &Context) -> Option<Resources> {
        self.class.as_ref()?;
        Some(allocatable(kind, &self.settings).less(&self.taken_by_daemons(kind, context)))
    }

    /// The most that a node could have for pods: without its node class, all of the instance, and a
    /// disk and places without end.
    #[must_use]
    pub fn most_room(&self, kind: &InstanceType, context: &Context) -> Resources {
        self.room(kind, context).unwrap_or_else(|| Resources {
            ephemeral_bytes: u64::MAX,
            pods: u64::MAX,
            ..capacity(kind, &self.settings).less(&self.taken_by_daemons(kind, context))
        })
    }
}
