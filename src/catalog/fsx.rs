//! Limits of FSx for Lustre. Source: FSx for Lustre user guide, deployment types and API, 2026-08.

/// How a file system is deployed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deployment {
    /// Scratch, first generation: not replicated, not encrypted in transit.
    Scratch1,
    /// Scratch, second generation.
    Scratch2,
    /// Persistent, first generation.
    Persistent1,
    /// Persistent, second generation.
    Persistent2,
}

/// What its disks are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Storage {
    /// Solid state.
    #[default]
    Ssd,
    /// Hard disks.
    Hdd,
}

/// The TCP ports that clients and servers must reach each other on, from and to.
pub const PORTS: [(u16, u16); 2] = [(988, 988), (1018, 1023)];

impl Deployment {
    /// All deployment types, as the API spells them.
    pub const ALL: [(&'static str, Self); 4] = [
        ("SCRATCH_1", Self::Scratch1),
        ("SCRATCH_2", Self::Scratch2),
        ("PERSISTENT_1", Self::Persistent1),
        ("PERSISTENT_2", Self::Persistent2),
    ];

    /// The type as the API spells it.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// The throughputs to choose from, in MB/s for each TiB. Where there are any, one must be
    /// written; where there is none, none may be.
    #[must_use]
    pub const fn throughputs(self, storage: Storage) -> &'static [u32] {
        match (self, storage) {
            (Self::Persistent1, Storage::Ssd) => &[50, 100, 200],
            (Self::Persistent1, Storage::Hdd) => &[12, 40],
            (Self::Persistent2, Storage::Ssd) => &[125, 250, 500, 1000],
            (Self::Scratch1 | Self::Scratch2, _) | (Self::Persistent2, Storage::Hdd) => &[],
        }
    }

    /// Whether the deployment can have such disks.
    #[must_use]
    pub const fn can_have(self, storage: Storage) -> bool {
        matches!((self, storage), (_, Storage::Ssd) | (Self::Persistent1, Storage::Hdd))
    }

    /// Whether it can be linked with S3 by data repository associations.
    #[must_use]
    pub const fn can_link_s3(self) -> bool {
        !matches!(self, Self::Scratch1)
    }

    /// The capacities below the first step, and the step, in GiB.
    fn capacities(self, storage: Storage, throughput: Option<u32>) -> (&'static [u64], u64) {
        match (self, storage, throughput) {
            (Self::Scratch1, ..) => (&[1200, 2400], 3600),
            (_, Storage::Ssd, _) => (&[1200], 2400),
            (_, Storage::Hdd, Some(40)) => (&[], 1800),
            (_, Storage::Hdd, _) => (&[], 6000),
        }
    }

    /// Whether a file system can have this capacity in GiB.
    #[must_use]
    pub fn can_hold(self, storage: Storage, throughput: Option<u32>, gib: u64) -> bool {
        self.round_up(storage, throughput, gib) == gib
    }

    /// The least capacity in GiB that a file system can have and that is no less than this.
    #[must_use]
    pub fn round_up(self, storage: Storage, throughput: Option<u32>, gib: u64) -> u64 {
        let (small, step) = self.capacities(storage, throughput);
        let fits = small.iter().find(|capacity| **capacity >= gib).copied();
        fits.unwrap_or_else(|| gib.max(1).div_ceil(step).saturating_mul(step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_come_in_steps() {
        let up = |name, gib| Deployment::parse(name).unwrap().round_up(Storage::Ssd, None, gib);
        assert_eq!([1, 1200, 1201, 2000].map(|gib| up("SCRATCH_2", gib)), [1200, 1200, 2400, 2400]);
        assert_eq!(up("PERSISTENT_2", 2401), 4800);
        assert_eq!([1000, 2000, 2500].map(|gib| up("SCRATCH_1", gib)), [1200, 2400, 3600]);
        let disks =
            |throughput, gib| Deployment::Persistent1.round_up(Storage::Hdd, Some(throughput), gib);
        assert_eq!((disks(12, 1), disks(40, 1801)), (6000, 3600));
        assert!(Deployment::Persistent2.can_hold(Storage::Ssd, Some(500), 2400));
        assert!(!Deployment::Persistent2.can_hold(Storage::Ssd, Some(500), 1000));
    }

    #[test]
    fn persistent_types_need_a_throughput() {
        assert!(Deployment::Persistent2.throughputs(Storage::Ssd).contains(&500));
        assert!(Deployment::Scratch2.throughputs(Storage::Ssd).is_empty());
        assert!(!Deployment::Persistent2.can_have(Storage::Hdd));
        assert!(!Deployment::Scratch1.can_link_s3());
        assert_eq!(Deployment::parse("SCRATCH_3"), None);
    }
}
