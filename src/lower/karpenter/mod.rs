//! Karpenter: one NodePool and one EC2NodeClass for each pool.

mod ec2nodeclass;
mod nodepool;
mod requirements;

pub use nodepool::effect;
pub use requirements::capacity_type;

use crate::artifact::Artifact;
use crate::model::Platform;

/// The pools' documents.
pub fn lower(platform: &Platform) -> impl Iterator<Item = Artifact> + '_ {
    platform
        .pools
        .values()
        .flat_map(|pool| [ec2nodeclass::lower(platform, pool), nodepool::lower(pool)])
}
