//! The VPC: subnets for load balancers, for services and for nodes, and the way out.

use serde_json::{Value, json};

use super::Context;
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::model::Platform;
use crate::spec::NatGateways;
use crate::units::Cidr;

const VPC: Address = Address::resource("aws_vpc", "this");
const SECONDARY: Address = Address::resource("aws_vpc_ipv4_cidr_block_association", "nodes");
const GATEWAY: Address = Address::resource("aws_internet_gateway", "this");
const PUBLIC_ROUTES: Address = Address::resource("aws_route_table", "public");
const ZONES: Address = Address::data("aws_availability_zones", "available");

/// `network.tf.json`.
pub fn lower(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let network = &platform.cluster.network;
    let mut file = Configuration::new();
    if platform.aws.zones.is_empty() {
        // Local zones that the account has opted in to cannot hold a control plane.
        let filter = json!({ "name": "opt-in-status", "values": ["opt-in-not-required"] });
        file.declare(&ZONES, json!({ "state": "available", "filter": filter }));
    }
    file.declare(
        &VPC,
        json!({
            "cidr_block": network.cidr,
            "enable_dns_hostnames": true,
            "enable_dns_support": true,
            "tags": { "Name": platform.cluster.name },
        }),
    );
    file.declare(
        &SECONDARY,
        json!({ "vpc_id": VPC.get("id"), "cidr_block": network.secondary_cidr }),
    );
    subnets(platform, &mut file);
    ways_out(platform, &mut file);
    file
}

/// The VPC's id, read where the range of the nodes is part of it.
pub fn vpc_id() -> Expression {
    VPC.get("id")
}

/// A kind of subnet: what it is for decides its tags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// Load balancers and NAT gateways.
    Public,
    /// Interface endpoints, file systems, internal load balancers.
    Private,
    /// Nodes and pods.
    Node,
}

impl Tier {
    fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Node => "nodes",
        }
    }

    fn ranges(self, platform: &Platform) -> &[Cidr] {
        let network = &platform.cluster.network;
        match self {
            Self::Public => &network.public_subnets,
            Self::Private => &network.private_subnets,
            Self::Node => &network.node_subnets,
        }
    }

    /// The subnets, one a zone.
    pub fn subnets(self, platform: &Platform) -> impl Iterator<Item = Address> {
        let zones = zones(platform).into_iter();
        zones.map(move |zone| Address::part("aws_subnet", self.name(), &zone))
    }

    /// The ids of the subnets.
    pub fn ids(self, platform: &Platform) -> Vec<Expression> {
        self.subnets(platform).map(|subnet| subnet.get("id")).collect()
    }

    /// Only node subnets carry the tags of discovery: nodes take addresses nowhere else.
    fn tags(self, platform: &Platform, zone: &str) -> Value {
        let name = format!("{}-{}-{zone}", platform.cluster.name, self.name());
        let mut tags = json!({ "Name": name });
        match self {
            Self::Public => tags["kubernetes.io/role/elb"] = "1".into(),
            Self::Private => tags["kubernetes.io/role/internal-elb"] = "1".into(),
            Self::Node => {
                for (key, value) in &platform.cluster.discovery {
                    tags[key] = value.as_str().into();
                }
            }
        }
        tags
    }
}

/// The zones by name; by number where the region's are not known before `terraform plan`.
fn zones(platform: &Platform) -> Vec<String> {
    let count = platform.cluster.network.node_subnets.len();
    let names = platform.aws.zones.iter().map(ToString::to_string);
    names.chain((platform.aws.zones.len()..count).map(|index| index.to_string())).collect()
}

fn subnets(platform: &Platform, file: &mut Configuration) {
    for tier in [Tier::Public, Tier::Private, Tier::Node] {
        let places = zones(platform).into_iter().zip(tier.ranges(platform));
        for ((index, (zone, range)), subnet) in places.enumerate().zip(tier.subnets(platform)) {
            let place = match platform.aws.zones.get(index) {
                Some(zone) => json!(zone),
                None => json!(ZONES.get(&format!("names[{index}]"))),
            };
            let vpc = if tier == Tier::Node { SECONDARY.get("vpc_id") } else { VPC.get("id") };
            file.declare(
                &subnet,
                json!({
                    "vpc_id": vpc,
                    "cidr_block": range,
                    "availability_zone": place,
                    "tags": tier.tags(platform, &zone),
                }),
            );
        }
    }
}

/// Internet gateway, NAT gateways and routes.
fn ways_out(platform: &Platform, file: &mut Configuration) {
    let name = json!({ "Name": platform.cluster.name });
    file.declare(&GATEWAY, json!({ "vpc_id": VPC.get("id"), "tags": name }));
    route_table(&PUBLIC_ROUTES, "public", platform, file);
    route(&PUBLIC_ROUTES, "gateway_id", &GATEWAY, file);
    let zones = zones(platform);
    for (index, zone) in zones.iter().enumerate() {
        let single = platform.cluster.network.nat_gateways == NatGateways::Single;
        let exit = if single { &zones[0] } else { zone };
        if !single || index == 0 {
            nat_gateway(index, zone, platform, file);
        }
        associate(Tier::Public, index, zone, &PUBLIC_ROUTES, platform, file);
        let routes = private_routes(exit);
        associate(Tier::Private, index, zone, &routes, platform, file);
        associate(Tier::Node, index, zone, &routes, platform, file);
    }
}

/// The route table of the private subnets that leave by the NAT gateway of this zone.
fn private_routes(zone: &str) -> Address {
    Address::part("aws_route_table", "private", zone)
}

/// All route tables, for gateway endpoints.
pub fn route_tables(platform: &Platform) -> Vec<Expression> {
    let zones = zones(platform);
    let exits = match platform.cluster.network.nat_gateways {
        NatGateways::Single => &zones[..1],
        NatGateways::PerZone => &zones[..],
    };
    let private = exits.iter().map(|zone| private_routes(zone).get("id"));
    private.chain([PUBLIC_ROUTES.get("id")]).collect()
}

fn nat_gateway(index: usize, zone: &str, platform: &Platform, file: &mut Configuration) {
    let address = Address::part("aws_eip", "nat", zone);
    let gateway = Address::part("aws_nat_gateway", "nat", zone);
    let tags = json!({ "Name": format!("{}-{zone}", platform.cluster.name) });
    file.declare(&address, json!({ "domain": "vpc", "tags": tags.clone() }));
    file.declare(
        &gateway,
        json!({
            "allocation_id": address.get("id"),
            "subnet_id": Tier::Public.ids(platform)[index],
            "tags": tags,
            "depends_on": [GATEWAY.path()],
        }),
    );
    let routes = private_routes(zone);
    route_table(&routes, &format!("private-{zone}"), platform, file);
    route(&routes, "nat_gateway_id", &gateway, file);
}

fn route_table(routes: &Address, name: &str, platform: &Platform, file: &mut Configuration) {
    let tags = json!({ "Name": format!("{}-{name}", platform.cluster.name) });
    file.declare(routes, json!({ "vpc_id": VPC.get("id"), "tags": tags }));
}

fn route(routes: &Address, way: &str, gateway: &Address, file: &mut Configuration) {
    let mut body =
        json!({ "route_table_id": routes.get("id"), "destination_cidr_block": "0.0.0.0/0" });
    body[way] = json!(gateway.get("id"));
    file.declare(&Address::part("aws_route", "out", routes.label()), body);
}

fn associate(
    tier: Tier,
    index: usize,
    zone: &str,
    routes: &Address,
    platform: &Platform,
    file: &mut Configuration,
) {
    let subnet = tier.ids(platform).swap_remove(index);
    file.declare(
        &Address::part("aws_route_table_association", tier.name(), zone),
        json!({ "subnet_id": subnet, "route_table_id": routes.get("id") }),
    );
}
