//! The platform as meant: every name bound, every default applied, every quantity a type.
//!
//! What a later phase may complain about carries its [`Origin`].

mod addon;
mod cluster;
mod job;
mod late;
mod origin;
mod platform;
mod pool;
mod role;
mod storage;
mod team;

pub use addon::Addon;
pub use cluster::{Aws, Bucket, Cluster, CoreNodeGroup, Network, Zones};
pub use job::{Executors, Job, Mount, Program, Scratch, Shape, YuniKorn, is_address};
pub use late::{Bindings, Late};
pub use origin::{Allowance, Origin};
pub use platform::Platform;
pub use pool::{Pool, PoolDisk, RootVolume};
pub use role::Role;
pub use storage::{FileSystem, Storage, StorageKind};
pub use team::{Endpoint, Logs, Team, Volume};
