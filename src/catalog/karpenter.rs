//! Karpenter's releases: what arrived with which, its feature gates, the Kubernetes each supports.
//!
//! Source: the CRDs and charts of all tags from 1.0 to 1.14, and Karpenter's compatibility page.

use crate::units::MinorVersion;

/// A minor release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// The release.
    pub version: MinorVersion,
    /// The version of its chart that emrgen pins.
    pub chart: &'static str,
    /// What it can do that the one before cannot.
    pub arrived: &'static [&'static str],
}

const fn release_of(minor: u32, chart: &'static str, arrived: &'static [&'static str]) -> Release {
    Release { version: MinorVersion::new(1, minor), chart, arrived }
}

/// The releases, oldest first.
pub const RELEASES: &[Release] = &[
    release_of(0, "1.0.8", &["the v1 API", "forceful expiry", "kubelet settings in EC2NodeClass"]),
    release_of(
        1,
        "1.1.1",
        &[
            "nodeClassRef must be whole",
            "RAID0 on Bottlerocket",
            "label instance-cpu-sustained-clock-speed-mhz",
            "gate NodeRepair",
        ],
    ),
    release_of(2, "1.2.1", &["roles of nodes by their path"]),
    release_of(
        3,
        "1.3.3",
        &[
            "capacityReservationSelectorTerms",
            "capacity type reserved, behind gate ReservedCapacity",
            "label capacity-reservation-id",
        ],
    ),
    release_of(4, "1.4.0", &["amiSelectorTerms by ssmParameter"]),
    release_of(5, "1.5.1", &["volumeInitializationRate", "capacity types are checked"]),
    release_of(
        6,
        "1.6.5",
        &["gate ReservedCapacity is on", "minValuesPolicy", "label capacity-reservation-type"],
    ),
    release_of(7, "1.7.1", &["role can change", "NodeOverlay", "label instance-capability-flex"]),
    release_of(
        8,
        "1.8.0",
        &[
            "static pools by replicas",
            "ipPrefixCount",
            "instanceMatchCriteria of capacity reservations",
        ],
    ),
    release_of(
        9,
        "1.9.0",
        &[
            "operators Gte and Lte",
            "labels in kubernetes.io and k8s.io",
            "Windows2025",
            "label instance-tenancy",
        ],
    ),
    release_of(10, "1.10.0", &["label capacity-reservation-interruptible"]),
    release_of(
        11,
        "1.11.0",
        &["networkInterfaces", "placementGroupSelector", "limits.nodes of dynamic pools"],
    ),
    release_of(12, "1.12.0", &["do-not-disrupt for a duration", "zonal shift"]),
    release_of(13, "1.13.0", &["connectionTracking", "nested virtualization"]),
    release_of(14, "1.14.1", &["consolidationPolicy Balanced", "CapacityBuffer"]),
];

/// The release of this version.
#[must_use]
pub fn release(version: MinorVersion) -> Option<&'static Release> {
    RELEASES.iter().find(|release| release.version == version)
}

/// A feature that a controller setting turns on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Its name: `SpotToSpotConsolidation`.
    pub name: &'static str,
    /// Its key below `settings.featureGates` of the chart: `spotToSpotConsolidation`.
    pub value_key: &'static str,
    /// The first release that has it.
    pub since: MinorVersion,
    /// The first release in which it is on when nobody says otherwise.
    pub on_since: Option<MinorVersion>,
}

impl Gate {
    /// Whether it is on when nobody says otherwise; `None` for a release that lacks it.
    #[must_use]
    pub fn default_in(&self, version: MinorVersion) -> Option<bool> {
        let is_on = || self.on_since.is_some_and(|since| version >= since);
        (version >= self.since).then(is_on)
    }
}

const fn gate_of(name: &'static str, value_key: &'static str, since: u32) -> Gate {
    Gate { name, value_key, since: MinorVersion::new(1, since), on_since: None }
}

/// The feature gates.
pub const GATES: &[Gate] = &[
    gate_of("SpotToSpotConsolidation", "spotToSpotConsolidation", 0),
    gate_of("NodeRepair", "nodeRepair", 1),
    Gate {
        on_since: Some(MinorVersion::new(1, 6)),
        ..gate_of("ReservedCapacity", "reservedCapacity", 3)
    },
    gate_of("NodeOverlay", "nodeOverlay", 7),
    gate_of("StaticCapacity", "staticCapacity", 8),
    gate_of("CapacityBuffer", "capacityBuffer", 14),
];

/// The gate of this name, in Karpenter's spelling or the chart's.
#[must_use]
pub fn gate(name: &str) -> Option<&'static Gate> {
    GATES.iter().find(|gate| gate.name == name || gate.value_key == name)
}

/// Patches that nobody should install: the version, and what is wrong with it.
/// Source: Karpenter's upgrade guide, and the issues that it names.
pub const FAULTY: &[(&str, &str)] =
    &[("1.8.4", "leaves pods Pending that are spread over topologies with `minDomains`")];

/// The oldest Karpenter for a release of Kubernetes, as minor version and patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Support {
    /// The Kubernetes release.
    pub kubernetes: MinorVersion,
    /// The minor release of Karpenter.
    pub karpenter: MinorVersion,
    /// The patch of it.
    pub patch: u32,
}

const fn support(kubernetes: u32, karpenter: (u32, u32, u32)) -> Support {
    let (major, minor, patch) = karpenter;
    Support {
        kubernetes: MinorVersion::new(1, kubernetes),
        karpenter: MinorVersion::new(major, minor),
        patch,
    }
}

/// Karpenter's compatibility, by Kubernetes release.
pub const SUPPORT: &[Support] = &[
    support(29, (0, 34, 0)),
    support(30, (0, 37, 0)),
    support(31, (1, 0, 5)),
    support(32, (1, 2, 0)),
    support(33, (1, 5, 0)),
    support(34, (1, 6, 0)),
    support(35, (1, 9, 0)),
    support(36, (1, 13, 0)),
];

/// What a Kubernetes release needs of Karpenter; `None` for one that is not known.
#[must_use]
pub fn support_of(kubernetes: MinorVersion) -> Option<&'static Support> {
    SUPPORT.iter().find(|support| support.kubernetes == kubernetes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v(minor: u32) -> MinorVersion {
        MinorVersion::new(1, minor)
    }

    #[test]
    fn releases_follow_each_other_and_charts_are_of_their_release() {
        for (minor, release) in (0..).zip(RELEASES) {
            assert_eq!(release.version, v(minor));
            assert!(release.chart.starts_with(&format!("1.{minor}.")), "{}", release.chart);
        }
        assert_eq!(release(v(14)).unwrap().chart, "1.14.1");
        assert_eq!(release(v(99)), None);
    }

    #[test]
    fn no_chart_that_is_pinned_is_faulty() {
        for release in RELEASES {
            assert!(FAULTY.iter().all(|(version, _)| *version != release.chart));
        }
    }

    #[test]
    fn gates_have_defaults_by_release() {
        let default = |name, minor| gate(name).unwrap().default_in(v(minor));
        assert_eq!(default("ReservedCapacity", 2), None);
        assert_eq!(default("ReservedCapacity", 5), Some(false));
        assert_eq!(default("reservedCapacity", 6), Some(true));
        assert_eq!(default("StaticCapacity", 14), Some(false));
        assert_eq!(gate("Drift"), None);
    }

    #[test]
    fn kubernetes_releases_need_a_karpenter() {
        assert_eq!(support_of(v(33)).unwrap().karpenter, v(5));
        assert_eq!(support_of(v(31)).map(|it| (it.karpenter, it.patch)), Some((v(0), 5)));
        assert_eq!(support_of(v(28)), None);
        assert!(SUPPORT.windows(2).all(|pair| pair[0].karpenter <= pair[1].karpenter));
    }
}
