//! Limits of EBS volumes. Source: Amazon EBS user guide, volume types, 2026-08.

/// A type of EBS volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VolumeType {
    /// General purpose, IOPS and throughput apart from the size.
    Gp3,
    /// General purpose, IOPS by the size.
    Gp2,
    /// Provisioned IOPS, newer.
    Io2,
    /// Provisioned IOPS, older.
    Io1,
    /// Hard disks for throughput.
    St1,
    /// Hard disks for rare access.
    Sc1,
    /// Magnetic.
    Standard,
}

/// What a volume of a type can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VolumeLimits {
    /// Least and largest size in GiB.
    pub size_gib: (u64, u64),
    /// Least and largest IOPS, where they can be written.
    pub iops: Option<(u64, u64)>,
    /// Largest IOPS for each GiB, where they can be written.
    pub iops_per_gib: u64,
    /// Least and largest throughput in MiB/s, where it can be written.
    pub throughput: Option<(u64, u64)>,
    /// Whether a node can start from it.
    pub bootable: bool,
}

/// What is wrong with the figures of a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolumeFault {
    /// The size in GiB is outside these.
    Size(u64, u64),
    /// The type takes no IOPS.
    NoIops,
    /// The IOPS are outside these.
    Iops(u64, u64),
    /// A volume of the size has at most these IOPS.
    IopsForSize(u64),
    /// The type takes no throughput.
    NoThroughput,
    /// The throughput in MiB/s is outside these.
    Throughput(u64, u64),
    /// With these IOPS it has at most this throughput in MiB/s.
    ThroughputForIops(u64),
    /// The type needs IOPS to be written.
    IopsMissing,
}

/// IOPS of a gp3 volume when nobody says otherwise.
pub const GP3_BASE_IOPS: u64 = 3000;
/// A gp3 volume has one MiB/s for each of so many IOPS.
const GP3_IOPS_PER_MIB: u64 = 4;

impl VolumeType {
    /// All types, as EC2 spells them.
    pub const ALL: [(&'static str, Self); 7] = [
        ("gp3", Self::Gp3),
        ("gp2", Self::Gp2),
        ("io2", Self::Io2),
        ("io1", Self::Io1),
        ("st1", Self::St1),
        ("sc1", Self::Sc1),
        ("standard", Self::Standard),
    ];

    /// The type as EC2 spells it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// What a volume of this type can be.
    #[must_use]
    pub const fn limits(self) -> VolumeLimits {
        let tib = 1024;
        let plain = VolumeLimits {
            size_gib: (1, 16 * tib),
            iops: None,
            iops_per_gib: 0,
            throughput: None,
            bootable: true,
        };
        match self {
            Self::Gp3 => VolumeLimits {
                size_gib: (1, 64 * tib),
                iops: Some((GP3_BASE_IOPS, 80_000)),
                iops_per_gib: 500,
                throughput: Some((125, 2000)),
                ..plain
            },
            Self::Gp2 => plain,
            Self::Io2 => VolumeLimits {
                size_gib: (4, 64 * tib),
                iops: Some((100, 256_000)),
                iops_per_gib: 1000,
                ..plain
            },
            Self::Io1 => VolumeLimits {
                size_gib: (4, 16 * tib),
                iops: Some((100, 64_000)),
                iops_per_gib: 50,
                ..plain
            },
            Self::St1 | Self::Sc1 => {
                VolumeLimits { size_gib: (125, 16 * tib), bootable: false, ..plain }
            }
            Self::Standard => VolumeLimits { size_gib: (1, tib), ..plain },
        }
    }

    /// What is wrong with a volume of this type; what is not written is `None`.
    #[must_use]
    pub fn faults(
        self,
        size_gib: Option<u64>,
        iops: Option<u64>,
        throughput: Option<u64>,
    ) -> Vec<VolumeFault> {
        let limits = self.limits();
        let (least, most) = limits.size_gib;
        let mut faults = Vec::new();
        if size_gib.is_some_and(|size| size < least || size > most) {
            faults.push(VolumeFault::Size(least, most));
        }
        faults.extend(self.iops_fault(size_gib, iops));
        faults.extend(self.throughput_fault(iops, throughput));
        faults
    }

    fn iops_fault(self, size_gib: Option<u64>, iops: Option<u64>) -> Option<VolumeFault> {
        let limits = self.limits();
        let must_be_written = matches!(self, Self::Io1 | Self::Io2);
        match (iops, limits.iops) {
            (None, _) => must_be_written.then_some(VolumeFault::IopsMissing),
            (Some(_), None) => Some(VolumeFault::NoIops),
            (Some(iops), Some((least, most))) if iops < least || iops > most => {
                Some(VolumeFault::Iops(least, most))
            }
            (Some(iops), Some((least, _))) => {
                let for_size = size_gib?.saturating_mul(limits.iops_per_gib).max(least);
                (iops > for_size).then_some(VolumeFault::IopsForSize(for_size))
            }
        }
    }

    fn throughput_fault(self, iops: Option<u64>, throughput: Option<u64>) -> Option<VolumeFault> {
        let throughput = throughput?;
        let Some((least, most)) = self.limits().throughput else {
            return Some(VolumeFault::NoThroughput);
        };
        if throughput < least || throughput > most {
            return Some(VolumeFault::Throughput(least, most));
        }
        let for_iops = iops.unwrap_or(GP3_BASE_IOPS) / GP3_IOPS_PER_MIB;
        (throughput > for_iops).then_some(VolumeFault::ThroughputForIops(for_iops))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(name: &str, size: u64, iops: Option<u64>, mibs: Option<u64>) -> Vec<VolumeFault> {
        VolumeType::parse(name).unwrap().faults(Some(size), iops, mibs)
    }

    #[test]
    fn sound_volumes_have_no_fault() {
        assert_eq!(faults("gp3", 1000, Some(6000), Some(1000)), []);
        assert_eq!(faults("gp3", 1, Some(3000), Some(125)), []);
        assert_eq!(faults("gp3", 100, None, Some(600)), []);
        assert_eq!(faults("io2", 500, Some(64_000), None), []);
        assert_eq!(faults("st1", 500, None, None), []);
    }

    #[test]
    fn each_limit_has_its_fault() {
        assert_eq!(faults("gp3", 70_000, None, None), [VolumeFault::Size(1, 65_536)]);
        assert_eq!(faults("st1", 100, None, None), [VolumeFault::Size(125, 16_384)]);
        assert_eq!(faults("gp2", 100, Some(3000), None), [VolumeFault::NoIops]);
        assert_eq!(faults("gp3", 100, Some(100), None), [VolumeFault::Iops(3000, 80_000)]);
        assert_eq!(faults("gp3", 10, Some(6000), None), [VolumeFault::IopsForSize(5000)]);
        assert_eq!(faults("io1", 100, None, None), [VolumeFault::IopsMissing]);
        assert_eq!(faults("io1", 100, Some(9000), None), [VolumeFault::IopsForSize(5000)]);
        assert_eq!(faults("io2", 9, Some(200), Some(300)), [VolumeFault::NoThroughput]);
        assert_eq!(faults("gp3", 100, None, Some(3000)), [VolumeFault::Throughput(125, 2000)]);
        assert_eq!(faults("gp3", 100, None, Some(1000)), [VolumeFault::ThroughputForIops(750)]);
        assert_eq!(VolumeType::parse("gp4"), None);
    }
}
