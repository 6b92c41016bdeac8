//! What is known beside the documents.

use crate::schema::{Product, Targets};
use crate::sizing::Resources;
use crate::units::MinorVersion;

/// What is known beside the documents: for a compiled platform from the spec, for files that
/// someone else wrote from `.emrgen.yaml`, if it is there.
#[derive(Clone, Debug)]
pub struct Context {
    /// The releases targeted: the newest known, where nobody said which.
    pub targets: Targets,
    /// Which of these someone stated; nothing is too old or too new for the others.
    pub stated: Stated,
    /// The region, where it is known.
    pub region: Option<String>,
    /// What daemonsets request on every node.
    pub daemon_sets: Resources,
    /// Whether the documents are the whole platform, so that what is not there does not exist.
    pub complete: bool,
}

/// Whether someone said which release of a product is targeted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Of Karpenter.
    pub karpenter: bool,
    /// Of Kubernetes.
    pub kubernetes: bool,
}

impl Stated {
    /// What a platform does, whose spec has to name its releases.
    pub const ALL: Self = Self { karpenter: true, kubernetes: true };

    /// Whether the release of a product was stated.
    #[must_use]
    pub fn of(self, product: Product) -> bool {
        match product {
            Product::Karpenter => self.karpenter,
            Product::Kubernetes => self.kubernetes,
        }
    }
}

impl Context {
    /// Karpenter's release, if someone stated it.
    #[must_use]
    pub fn stated_karpenter(&self) -> Option<MinorVersion> {
        self.stated.karpenter.then_some(self.targets.karpenter)
    }

    /// The release of Kubernetes, if someone stated it.
    #[must_use]
    pub fn stated_kubernetes(&self) -> Option<MinorVersion> {
        self.stated.kubernetes.then_some(self.targets.kubernetes)
    }
}
