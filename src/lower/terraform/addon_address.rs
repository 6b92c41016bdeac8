//! What add-ons are called, for those that wait for them.

use crate::artifact::terraform::Address;
use crate::lower::addon::{self, Delivery};
use crate::model::Platform;

/// The add-on of EKS.
pub fn managed(name: &str) -> Address {
    Address::named("aws_eks_addon", name)
}

/// The release of a chart.
pub fn release(name: &str) -> Address {
    Address::named("helm_release", name)
}

/// Add-ons that nodes need to become ready, as `depends_on` has them.
pub fn before_nodes(platform: &Platform) -> Vec<String> {
    let early = |name: &&&str| addon::recipe(name).delivery == Delivery::EksBeforeNodes;
    platform.addons.keys().filter(early).map(|name| managed(name).path()).collect()
}
