//! The arithmetic of Karpenter and Spark: which nodes a pool can make, what is left on them for
//! pods, what a Spark pod asks for, and how many fit.
//!
//! Nothing here knows documents; checks, reports and lowering bring the numbers.

mod admission;
mod allocatable;
mod executors;
mod node;
mod packing;
mod requirement;
mod requirements;
mod resources;
mod spark_pod;

pub use admission::{DeadValue, Why, admitted, culprits, dead_values, distinct_values, implied};
pub use admission::{launchable, reach};
pub use allocatable::{allocatable, capacity, eni_pods};
pub use executors::Executors;
pub use node::{AmiFamily, BlockDevice, Eviction, Evictions, HugePages, NodeSettings, Reserved};
pub use packing::{Bound, Packing, better_request, pack};
pub use requirement::{Operator, ValueSet};
pub use requirements::{Mismatch, Requirements};
pub use resources::{MIB, Resources};
pub use spark_pod::{
    BadValue, LOG_SIDECAR_CAUTIOUS_MIB, LOG_SIDECAR_MIB, Language, Role, SparkPod, SparkSettings,
};
