//! Values that carry their proof: parsed once, valid ever after.
//!
//! Every unit reads itself with `parse`, shows and serialises as written, and describes itself to
//! editors and validators with a [`Format`]; [`FORMATS`] lists them all.

#[macro_use]
mod format;
mod error;
mod grammar;
mod names;
mod quantity;
mod jvm_memory;
mod duration;
mod cores;
mod percent;
mod cidr;
mod region;
mod account;
mod arn;
mod role;
mod bucket;
mod version;
mod release;
mod cron;
pub mod spelling;

pub use account::AccountId;
pub use arn::Arn;
pub use bucket::{BucketName, S3Uri};
pub use cidr::Cidr;
pub use cores::CpuCores;
pub use cron::Cron;
pub use duration::{Duration, DurationOrNever};
pub use error::UnitError;
pub use format::Format;
pub use jvm_memory::JvmMemory;
pub use names::{
    AddonName, ClusterName, DnsLabel, DnsSubdomain, JobName, LabelValue, Namespace, PoolName,
    QualifiedName, StorageName, TeamName, VolumeName,
};
pub use percent::Percent;
pub use quantity::Quantity;
pub use region::{Partition, Region, Zone};
pub use release::{ReleaseFamily, ReleaseLabel, ReleaseTag};
pub use role::{RoleName, base36};
pub use version::MinorVersion;

/// Every format there is, for a validator to know them by name.
pub const FORMATS: &[Format] = &[
    DnsLabel::FORMAT,
    DnsSubdomain::FORMAT,
    QualifiedName::FORMAT,
    LabelValue::FORMAT,
    PoolName::FORMAT,
    Namespace::FORMAT,
    TeamName::FORMAT,
    JobName::FORMAT,
    VolumeName::FORMAT,
    StorageName::FORMAT,
    AddonName::FORMAT,
    ClusterName::FORMAT,
    Quantity::FORMAT,
    JvmMemory::FORMAT,
    Duration::FORMAT,
    DurationOrNever::FORMAT,
    CpuCores::FORMAT,
    Percent::FORMAT,
    Cidr::FORMAT,
    Region::FORMAT,
    Zone::FORMAT,
    AccountId::FORMAT,
    Arn::FORMAT,
    RoleName::FORMAT,
    BucketName::FORMAT,
    S3Uri::FORMAT,
    MinorVersion::FORMAT,
    ReleaseLabel::FORMAT,
    Cron::FORMAT,
];

#[cfg(test)]
mod tests;
