//! The language as written: one field per key, nothing defaulted, nothing looked up.
//!
//! Every doc comment here is the documentation of the language: the JSON Schemas under
//! `schemas/emrgen.io`, the editor's completion and the reference page are generated from it.

mod addon;
mod cluster;
mod decode;
mod job;
mod platform;
mod pool;
mod scratch;
mod settings;
mod storage;
mod team;

use indexmap::IndexMap;
use serde_json::Value;

pub use addon::{Addon, AddonSettings};
pub use cluster::{
    Access, Aws, Bucket, BucketSettings, Cluster, CoreNodeGroup, Endpoint, Identity, NatGateways,
    Network,
};
pub use decode::{Document, Spec, codes, decode, decode_settings, schema};
pub use job::{
    Catalog, Cpu, Executors, Instances, Job, Monitoring, Process, Runner, Scheduler, TableFormat,
    YuniKorn,
};
pub use platform::{ApiVersion, Platform, PlatformKind};
pub use pool::{
    Architecture, Architectures, Budget, Capacity, Consolidate, Disruption, Effect, Generation,
    Instances as PoolInstances, Limits, Pool, RootVolume, Taint,
};
pub use scratch::{
    HostPath, PoolDisk, PoolScratch, Scratch, ScratchMedium, ScratchVolume, ScratchWord,
};
pub use settings::Settings;
pub use storage::{Ebs, EbsType, Lustre, LustreDeployment, Storage};
pub use team::{Data, InteractiveEndpoint, Logs, Quota, Team, TeamKind, Volume};

/// Diagnostics that are accepted here: the code, and why it is fine.
pub type Allow = IndexMap<String, String>;

/// Fields merged into emitted documents, by the document's kind, and then checked like the rest.
pub type Override = IndexMap<String, Value>;
