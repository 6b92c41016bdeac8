//! The releases that output is for.

use std::fmt;

use crate::units::MinorVersion;

/// The releases that documents are judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Targets {
    /// Karpenter's, from 1.0.
    pub karpenter: MinorVersion,
    /// That of Kubernetes, from 1.29.
    pub kubernetes: MinorVersion,
}

/// A release of one of the targets, as `x-since` and `x-until` name it: `Karpenter 1.9`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Release {
    product: Product,
    version: MinorVersion,
}

/// What has the releases that schemas know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Product {
    /// The autoscaler.
    Karpenter,
    /// The API server.
    Kubernetes,
}

impl Release {
    /// Reads `Karpenter 1.9` or `Kubernetes 1.31`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (product, version) = text.split_once(' ')?;
        let product = match product {
            "Karpenter" => Product::Karpenter,
            "Kubernetes" => Product::Kubernetes,
            _ => return None,
        };
        Some(Self { product, version: MinorVersion::parse(version).ok()? })
    }

    /// Whether the target of the same product is this release or a later one.
    pub(super) fn reached_by(self, targets: &Targets) -> bool {
        self.version <= self.target(targets)
    }

    /// Whose release it is.
    pub(super) fn product(self) -> Product {
        self.product
    }

    /// The release of the same product that is targeted.
    pub(super) fn target(self, targets: &Targets) -> MinorVersion {
        match self.product {
            Product::Karpenter => targets.karpenter,
            Product::Kubernetes => targets.kubernetes,
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let product = match self.product {
            Product::Karpenter => "Karpenter",
            Product::Kubernetes => "Kubernetes",
        };
        write!(f, "{product} {}", self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_with_the_target_of_its_product() {
        let targets =
            Targets { karpenter: MinorVersion::new(1, 9), kubernetes: MinorVersion::new(1, 33) };
        let reached = |text| Release::parse(text).map(|release| release.reached_by(&targets));
        assert_eq!(reached("Karpenter 1.9"), Some(true));
        assert_eq!(reached("Karpenter 1.10"), Some(false));
        assert_eq!(reached("Kubernetes 1.10"), Some(true));
        assert_eq!(reached("Spark 3.5"), None);
        assert_eq!(Release::parse("Karpenter 1.10").unwrap().to_string(), "Karpenter 1.10");
    }
}
