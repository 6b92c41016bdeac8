//! What classes and node classes ask of EBS.

use super::storage::{gibibytes, parameter};
use super::{Backend, Bundle, Written};
use crate::artifact::Artifact;
use crate::artifact::karpenter::BlockDevice;
use crate::catalog::ebs::VolumeType;
use crate::route;
use crate::source::Route;

/// A volume that is asked of EBS.
#[derive(Clone, Debug)]
pub struct Disk<'a> {
    /// The volume type.
    pub volume_type: VolumeType,
    /// The volume type as written.
    pub type_name: String,
    /// The size in GiB; of a class each claim says it.
    pub gib: Option<u64>,
    /// I/O operations a second.
    pub iops: Option<u64>,
    /// I/O operations a second for each GiB, from which the CSI driver reckons them.
    pub iops_per_gib: Option<u64>,
    /// MiB a second.
    pub throughput: Option<u64>,
    /// Where the volume type is said, or the disk itself.
    pub type_at: Written<'a>,
    /// Where the size is said, or the disk itself.
    pub gib_at: Written<'a>,
    /// Where the IOPS are said, or the disk itself.
    pub iops_at: Written<'a>,
    /// Where the throughput is said, or the disk itself.
    pub throughput_at: Written<'a>,
}

/// What a class asks for; `None` if it is not of EBS or of a type that nobody knows.
#[must_use]
pub fn of_class<'a>(bundle: &Bundle<'a>, name: &str) -> Option<Disk<'a>> {
    let class = bundle.storage_classes.get(name)?;
    if Backend::of(&class.provisioner) != Backend::Ebs {
        return None;
    }
    let number = |key| parameter(class, key).and_then(|(_, value)| value.parse().ok());
    let at = |keys: &[&str]| {
        let key = keys.iter().find_map(|key| Some(parameter(class, key)?.0));
        let route = key.map_or(route!["provisioner"], |key| route!["parameters", key]);
        Written { artifact: class.artifact, route }
    };
    let type_name = parameter(class, "type").map_or("gp3", |(_, value)| value);
    Some(Disk {
        volume_type: VolumeType::parse(type_name)?,
        type_name: type_name.to_owned(),
        gib: None,
        iops: number("iops"),
        iops_per_gib: number("iopsPerGB"),
        throughput: number("throughput"),
        type_at: at(&["type"]),
        gib_at: at(&["type"]),
        iops_at: at(&["iops", "iopsPerGB", "type"]),
        throughput_at: at(&["throughput"]),
    })
}

/// What a mapping of a node class asks for.
#[must_use]
pub fn of_device<'a>(artifact: &'a Artifact, ebs: &BlockDevice, home: &Route) -> Option<Disk<'a>> {
    let at = |key: &str, is_there: bool| {
        let route = if is_there { home.then(key) } else { home.clone() };
        Written { artifact, route }
    };
    let type_name = ebs.volume_type.as_deref().unwrap_or("gp3");
    Some(Disk {
        volume_type: VolumeType::parse(type_name)?,
        type_name: type_name.to_owned(),
        gib: ebs.volume_size.as_deref().and_then(gibibytes),
        iops: ebs.iops.map(u64::from),
        iops_per_gib: None,
        throughput: ebs.throughput.map(u64::from),
        type_at: at("volumeType", ebs.volume_type.is_some()),
        gib_at: at("volumeSize", ebs.volume_size.is_some()),
        iops_at: at("iops", ebs.iops.is_some()),
        throughput_at: at("throughput", ebs.throughput.is_some()),
    })
}
