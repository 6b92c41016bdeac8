//! AWS regions and partitions, and which services they have.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table;

/// A group of regions with its own accounts, ARNs and names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partition {
    /// The second part of its ARNs: `aws`, `aws-cn`, `aws-us-gov`.
    pub name: &'static str,
    /// What its host names end in: `amazonaws.com`.
    pub dns_suffix: &'static str,
    /// The region that its global services answer from.
    pub global_region: &'static str,
}

/// An AWS region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its name: `us-west-2`.
    pub name: &'static str,
    /// Its partition.
    pub partition: &'static Partition,
    /// Its availability zones by name; empty where not known.
    pub zones: Vec<&'static str>,
    /// Its availability zones by id, in no relation to the names: accounts differ in it.
    pub zone_ids: Vec<&'static str>,
    /// Account of the registry that holds EMR's images, where EMR on EKS publishes them.
    pub emr_registry: Option<&'static str>,
    services: Vec<&'static str>,
}

/// A service whose presence in a region is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Amazon Managed Service for Prometheus.
    Prometheus,
    /// EMR on EKS.
    EmrContainers,
    /// EKS.
    Eks,
    /// FSx.
    Fsx,
    /// The Glue catalog.
    Glue,
    /// Amazon Managed Grafana.
    Grafana,
}

impl Region {
    /// Whether the region has the service, as far as the catalog's date goes.
    #[must_use]
    pub fn has(&self, service: Service) -> bool {
        let prefix = match service {
            Service::Prometheus => "aps",
            Service::EmrContainers => "emr-containers",
            Service::Eks => "eks",
            Service::Fsx => "fsx",
            Service::Glue => "glue",
            Service::Grafana => "grafana",
        };
        self.services.contains(&prefix)
    }

    /// Whether a zone of this name is in the region; `None` where its zones are not known.
    /// Local zones and wavelength zones, `us-west-2-lax-1a`, are not known either.
    #[must_use]
    pub fn has_zone(&self, zone: &str) -> Option<bool> {
        let local = zone.strip_prefix(self.name).is_some_and(|rest| rest.starts_with('-'));
        (!self.zones.is_empty() && !local).then(|| self.zones.contains(&zone))
    }
}

static PARTITIONS: LazyLock<Vec<Partition>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("data/partitions.csv"));
    rows.filter_map(|row| match row[..] {
        [name, dns_suffix, global_region, ..] => {
            Some(Partition { name, dns_suffix, global_region })
        }
        _ => None,
    })
    .collect()
});

static REGIONS: LazyLock<BTreeMap<&str, Region>> = LazyLock::new(|| {
    let registries: BTreeMap<&str, &str> = table::rows(include_str!("data/emr_registries.csv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect();
    let rows = table::rows(include_str!("data/regions.csv"));
    rows.filter_map(|row| read(&row, &registries)).map(|region| (region.name, region)).collect()
});

fn read(row: &[&'static str], registries: &BTreeMap<&str, &'static str>) -> Option<Region> {
    let &[name, partition, services, zones, zone_ids] = row else { return None };
    Some(Region {
        name,
        partition: self::partition(partition)?,
        zones: table::words(zones),
        zone_ids: table::words(zone_ids),
        emr_registry: registries.get(name).copied(),
        services: table::words(services),
    })
}

/// All regions known, by name.
pub fn regions() -> impl Iterator<Item = &'static Region> {
    REGIONS.values()
}

/// The region of this name; `None` may as well mean that it is newer than the catalog.
#[must_use]
pub fn region(name: &str) -> Option<&'static Region> {
    REGIONS.get(name)
}

/// All partitions known.
#[must_use]
pub fn partitions() -> &'static [Partition] {
    &PARTITIONS
}

/// The partition of this name.
#[must_use]
pub fn partition(name: &str) -> Option<&'static Partition> {
    PARTITIONS.iter().find(|partition| partition.name == name)
}

/// The partition that a region belongs to, told from the name where the region is not known.
///
/// # Panics
/// Never: the partition `aws` is in the catalog.
#[must_use]
pub fn partition_of(region: &str) -> &'static Partition {
    if let Some(known) = self::region(region) {
        return known.partition;
    }
    let prefixes = [("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")];
    let prefixed = prefixes.iter().find(|(prefix, _)| region.starts_with(prefix));
    let name = prefixed.map_or("aws", |(_, name)| name);
    partition(name).expect("the catalog has these partitions, and a test says so")
}

/// The region whose name a zone begins with.
#[must_use]
pub fn region_of_zone(zone: &str) -> Option<&'static Region> {
    let is_within = |region: &&Region| {
        let rest = zone.strip_prefix(region.name);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'))
    };
    regions().find(is_within)
}

/// The region that has a zone of this id.
#[must_use]
pub fn region_of_id(id: &str) -> Option<&'static Region> {
    regions().find(|region| region.zone_ids.contains(&id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        assert_eq!(regions().count(), table::lines(include_str!("data/regions.csv")).count());
        let registries = table::lines(include_str!("data/emr_registries.csv")).count();
        assert_eq!(regions().filter(|region| region.emr_registry.is_some()).count(), registries);
    }

    #[test]
    fn regions_know_their_partition_zones_and_services() {
        let oregon = region("us-west-2").unwrap();
        assert_eq!(oregon.partition.name, "aws");
        assert_eq!(oregon.zones, ["us-west-2a", "us-west-2b", "us-west-2c", "us-west-2d"]);
        assert_eq!(oregon.has_zone("us-west-2b"), Some(true));
        assert_eq!(oregon.has_zone("eu-west-1a"), Some(false));
        assert_eq!(oregon.has_zone("us-west-2-lax-1a"), None);
        assert_eq!(oregon.emr_registry, Some("895885662937"));
        assert!(oregon.has(Service::Prometheus) && oregon.has(Service::EmrContainers));
        let beijing = region("cn-north-1").unwrap();
        assert_eq!(beijing.partition.dns_suffix, "amazonaws.com.cn");
        assert!(!beijing.has(Service::Prometheus));
        assert_eq!(beijing.has_zone("cn-north-1a"), None);
        assert_eq!(region("me-south-1").unwrap().emr_registry, Some("008085056818"));
    }

    #[test]
    fn partitions_of_unknown_regions_are_told_from_the_name() {
        assert_eq!(partition_of("cn-south-9").name, "aws-cn");
        assert_eq!(partition_of("us-gov-south-1").name, "aws-us-gov");
        assert_eq!(partition_of("eusc-fr-west-1").name, "aws-eusc");
        assert_eq!(partition_of("eu-west-9").name, "aws");
    }
}
