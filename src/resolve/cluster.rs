//! The account, the cluster and its network.

use super::{Scope, codes};
use crate::catalog;
use crate::model::{Allowance, Aws, Bucket, Cluster, CoreNodeGroup, Network, Origin};
use crate::spec;
use crate::units::{BucketName, Cidr, ClusterName, MinorVersion, Quantity, RoleName, Zone};

/// The account and the region; zones default to the first two of the region.
pub fn aws(written: &spec::Aws, origin: &Origin, scope: &mut Scope<'_>) -> Aws {
    let home = origin.then("aws");
    for (index, zone) in written.zones.iter().enumerate() {
        zone_in_region(zone, &written.region, &home.then("zones").then(index), scope);
    }
    let zones = if written.zones.is_empty() {
        default_zones(written.region.as_str())
    } else {
        written.zones.clone()
    };
    Aws {
        account: written.account.clone(),
        region: written.region.clone(),
        zones,
        tags: written.tags.clone(),
    }
}

/// The first two zones of a region; none where the region is newer than the catalog.
fn default_zones(region: &str) -> Vec<Zone> {
    let zones = catalog::region::region(region).map(|region| region.zones.as_slice());
    zones.unwrap_or_default().iter().take(2).filter_map(|zone| Zone::parse(zone).ok()).collect()
}

/// Reports a zone whose name is not one of the region's.
pub fn zone_in_region(
    zone: &Zone,
    region: &crate::units::Region,
    origin: &Origin,
    scope: &mut Scope<'_>,
) {
    if zone.as_str().strip_prefix(region.as_str()).is_none_or(str::is_empty) {
        scope.error(
            codes::FOREIGN_ZONE,
            format!("zone `{zone}` is not in region `{region}`"),
            origin.place(),
            format!("the zones of `{region}` are called `{region}a`, `{region}b` and so on"),
        );
    }
}

/// The bucket: one that is named exists, unless the spec says to make it.
pub fn bucket(written: &spec::Platform, aws: &Aws) -> Bucket {
    let default = || {
        let name = format!("{}-{}-{}", written.name, aws.account, aws.region).to_lowercase();
        let short: String = name.replace('_', "-").chars().take(63).collect();
        BucketName::parse(short.trim_end_matches('-')).expect("made of a name, digits and a region")
    };
    match &written.aws.bucket {
        None => Bucket { name: default(), create: true, force_destroy: false },
        Some(spec::Bucket::Name(name)) => {
            Bucket { name: name.clone(), create: false, force_destroy: false }
        }
        Some(spec::Bucket::Settings(settings)) => Bucket {
            name: settings.name.clone().unwrap_or_else(default),
            create: settings.create.unwrap_or(true),
            force_destroy: settings.force_destroy.unwrap_or(false),
        },
    }
}

/// The cluster with the reference platform's defaults.
pub fn cluster(
    written: &spec::Platform,
    aws: &Aws,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> Cluster {
    let home = origin.then("cluster");
    let cluster = written.cluster.clone().unwrap_or_default();
    let name: ClusterName = cluster.name.unwrap_or_else(|| written.name.clone());
    let endpoint = cluster.endpoint.unwrap_or_default();
    let discovery = if cluster.discovery.is_empty() {
        [("karpenter.sh/discovery".to_owned(), name.to_string())].into_iter().collect()
    } else {
        cluster.discovery
    };
    Cluster {
        create: cluster.create.unwrap_or(false),
        kubernetes: cluster.kubernetes.unwrap_or_else(|| version("1.33")),
        karpenter: cluster.karpenter.unwrap_or_else(|| version("1.6")),
        public_endpoint: endpoint.public.unwrap_or(true),
        public_cidrs: endpoint.cidrs,
        access: cluster.access.unwrap_or_default(),
        identity: cluster.identity.unwrap_or_default(),
        oidc_issuer: cluster.oidc_issuer,
        node_role: cluster
            .node_role
            .unwrap_or_else(|| role_name(&format!("{name}-karpenter-node"))),
        interruption_queue: cluster.interruption_queue.unwrap_or_else(|| name.to_string()),
        discovery,
        core: core(cluster.core_node_group.unwrap_or_default()),
        network: network(cluster.network.unwrap_or_default(), aws, &home.then("network"), scope),
        key_administrators: cluster.key_administrators,
        allow: Allowance::all(&cluster.allow, &home),
        name,
        origin: home,
    }
}

fn core(written: spec::CoreNodeGroup) -> CoreNodeGroup {
    let min = written.min.unwrap_or(3);
    let types = if written.instance_types.is_empty() {
        vec!["m5.xlarge".to_owned()]
    } else {
        written.instance_types
    };
    CoreNodeGroup {
        instance_types: types,
        min,
        desired: written.desired.unwrap_or(min.max(3)),
        max: written.max.unwrap_or(9),
        volume: written.volume.unwrap_or_else(|| quantity("100Gi")),
    }
}

fn network(written: spec::Network, aws: &Aws, origin: &Origin, scope: &mut Scope<'_>) -> Network {
    let zones = aws.zones.len().max(1);
    let cidr = written.cidr.unwrap_or_else(|| range("10.1.0.0/16"));
    let secondary = written.secondary_cidr.unwrap_or_else(|| range("100.64.0.0/16"));
    let network = Network {
        public_subnets: or_else(written.public_subnets, || parts(cidr, 26, 0, zones)),
        private_subnets: or_else(written.private_subnets, || parts(cidr, 24, 1, zones)),
        node_subnets: or_else(written.node_subnets, || {
            parts(secondary, secondary.prefix_length() + bits(zones), 0, zones)
        }),
        cidr,
        secondary_cidr: secondary,
        nat_gateways: written.nat_gateways.unwrap_or_default(),
        endpoints: written.endpoints.unwrap_or(false),
    };
    judge(&network, zones, origin, scope);
    network
}

fn judge(network: &Network, zones: usize, origin: &Origin, scope: &mut Scope<'_>) {
    let lists = [
        ("publicSubnets", &network.public_subnets, &network.cidr),
        ("privateSubnets", &network.private_subnets, &network.cidr),
        ("nodeSubnets", &network.node_subnets, &network.secondary_cidr),
    ];
    for (key, subnets, range) in lists {
        let place = origin.then(key);
        if subnets.len() != zones {
            scope.error(
                codes::SUBNET_COUNT,
                format!("`{key}` is a list of {} for {zones} zones", subnets.len()),
                place.place(),
                format!("name one subnet for each zone inside `{range}`"),
            );
        }
        for (index, subnet) in subnets.iter().enumerate() {
            let overlap = subnets[..index].iter().find(|other| other.overlaps(*subnet));
            let message = match overlap {
                Some(other) => format!("subnet `{subnet}` lies over `{other}`"),
                None if !range.contains(*subnet) => {
                    format!("subnet `{subnet}` is not inside `{range}`")
                }
                None => continue,
            };
            scope.error(
                codes::SUBNET_RANGE,
                message,
                place.then(index).place(),
                format!("choose a free part of `{range}`"),
            );
        }
    }
}

fn or_else(written: Vec<Cidr>, default: impl FnOnce() -> Vec<Cidr>) -> Vec<Cidr> {
    if written.is_empty() { default() } else { written }
}

/// `count` blocks of a range, the first `skip` left out.
fn parts(range: Cidr, prefix_length: u8, skip: usize, count: usize) -> Vec<Cidr> {
    range.subnets(prefix_length).skip(skip).take(count).collect()
}

/// How many more bits a prefix needs to make `parts` equal parts.
fn bits(parts: usize) -> u8 {
    u8::try_from(parts.next_power_of_two().trailing_zeros()).expect("below 64")
}

fn version(text: &str) -> MinorVersion {
    MinorVersion::parse(text).expect("a literal of this file")
}

fn range(text: &str) -> Cidr {
    Cidr::parse(text).expect("a literal of this file")
}

/// A quantity that the compiler itself writes.
pub fn quantity(text: &str) -> Quantity {
    Quantity::parse(text).expect("a literal of the compiler")
}

/// A role's name made of other names, cut to IAM's 64 characters.
pub fn role_name(text: &str) -> RoleName {
    let short: String = text.chars().take(64).collect();
    RoleName::parse(&short).expect("made of names that a role may be called by")
}
