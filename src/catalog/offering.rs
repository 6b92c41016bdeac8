//! Which instance types a region or a zone offers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::instance::InstanceSet;
use super::region::region;
use super::table;

static ZONES: LazyLock<BTreeMap<&str, InstanceSet>> = LazyLock::new(|| {
    let rows = table::rows(include_str!("data/offerings.csv"));
    rows.filter_map(|row| Some((*row.first()?, read(row.get(1)?)))).collect()
});

static REGIONS: LazyLock<BTreeMap<&str, InstanceSet>> = LazyLock::new(|| {
    let known = super::region::regions().filter(|region| !region.zone_ids.is_empty());
    known.map(|region| (region.name, union(&region.zone_ids))).collect()
});

/// The types that a zone offers, by the zone's id; `None` where not known.
///
/// Zones are asked for by id, for a zone's name means another zone in another account.
#[must_use]
pub fn in_zone(zone_id: &str) -> Option<&'static InstanceSet> {
    ZONES.get(zone_id)
}

/// The types that at least one zone of a region offers; `None` where not known.
#[must_use]
pub fn in_region(name: &str) -> Option<&'static InstanceSet> {
    REGIONS.get(region(name)?.name)
}

fn union(zone_ids: &[&str]) -> InstanceSet {
    let mut all = InstanceSet::none();
    zone_ids.iter().filter_map(|id| in_zone(id)).for_each(|zone| all.unite(zone));
    all
}

/// Reads base64 of one bit for each instance type.
fn read(text: &str) -> InstanceSet {
    let mut set = InstanceSet::none();
    // Base64 has the highest bit first, a byte of the set the lowest: place 0 is bit 7 of the text.
    for (at, six) in text.bytes().filter_map(six_bits).enumerate() {
        for bit in (0..6).filter(|bit| six >> (5 - bit) & 1 == 1) {
            let place = at * 6 + bit;
            set.insert(place / 8 * 8 + (7 - place % 8));
        }
    }
    set
}

fn six_bits(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::instance::instance_types;
    use super::*;

    #[test]
    fn zones_offer_what_is_published() {
        let oregon = in_region("us-west-2").unwrap();
        assert!(["c5d.4xlarge", "r5d.8xlarge", "r6gd.4xlarge"].iter().all(|n| oregon.contains(n)));
        assert_eq!(in_zone("usw2-az1").unwrap().len(), 1343);
        assert_eq!(in_zone("use1-az3").unwrap().len(), 68);
        assert!(in_region("cn-north-1").is_none() && in_region("mars-1").is_none());
    }

    #[test]
    fn every_type_is_offered_somewhere_and_nothing_else_is() {
        let mut all = InstanceSet::none();
        ZONES.values().for_each(|zone| all.unite(zone));
        assert_eq!(all.len(), instance_types().len());
    }
}
