//! A Studio cannot reach the endpoints of a cluster.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::bundle::terraform::{self, Resource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A Studio cannot reach the endpoints of a cluster.
pub const RULE: Rule = Rule {
    code: Code("studio-of-other-network"),
    severity: Severity::Warning,
    summary: "an EMR Studio in another VPC than the cluster whose endpoints it is to open",
    page: include_str!("studio_of_other_network.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let all = |kind| terraform::resources(bundle.artifacts, kind).collect::<Vec<_>>();
    let (studios, clusters) = (all("aws_emr_studio"), all("aws_eks_cluster"));
    // Of several it is not known which Studio is for which cluster.
    let ([studio], [cluster]) = (studios.as_slice(), clusters.as_slice()) else { return };
    let has_endpoint = bundle.of(Kind::CreateManagedEndpoint).next().is_some();
    let (Some(own), Some(there)) = (network(studio), network_of_cluster(bundle, cluster)) else {
        return;
    };
    if !has_endpoint || own == there {
        return;
    }
    let message = format!(
        "the Studio `{}` is in another VPC than the cluster, and does not reach its endpoints",
        studio.label
    );
    findings
        .at(studio.artifact, &studio.route.then("vpc_id"), message)
        .related(cluster.artifact, &cluster.route.then("vpc_config"), "the cluster")
        .help("make the Studio in the VPC of the cluster, with one of its private subnets");
}

/// The VPC that a resource names, be it another resource or an id.
fn network<'a>(resource: &Resource<'a>) -> Option<&'a str> {
    let written = resource.body.get("vpc_id")?.as_str()?;
    let is_plain = written.starts_with("vpc-") || written.starts_with("${aws_vpc.");
    is_plain.then_some(written)
}

/// The one VPC that all subnets of a cluster are in, where these are resources.
fn network_of_cluster<'a>(bundle: &Bundle<'a>, cluster: &Resource<'a>) -> Option<&'a str> {
    let config = cluster.blocks("vpc_config").into_iter().next()?;
    let ids = config.get("subnet_ids")?.as_array()?;
    let networks: Option<BTreeSet<&str>> =
        ids.iter().map(|id| network(&subnet(bundle, id)?)).collect();
    let mut networks = networks?.into_iter();
    networks.next().filter(|_| networks.next().is_none())
}

fn subnet<'a>(bundle: &Bundle<'a>, id: &Value) -> Option<Resource<'a>> {
    let label = id.as_str()?.strip_prefix("${aws_subnet.")?.strip_suffix(".id}")?;
    terraform::resources(bundle.artifacts, "aws_subnet").find(|it| it.label == label)
}
