//! A network without a way out lacks the endpoint of a service that is used.

use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A network without a way out lacks the endpoint of a service that is used.
pub const RULE: Rule = Rule {
    code: Code("missing-vpc-endpoint"),
    severity: Severity::Warning,
    summary: "a VPC without a way out, and without the endpoint of a service that nodes or \
        pods call",
    page: include_str!("missing_vpc_endpoint.md"),
    check,
};

/// What every node and every Spark pod calls. Source: EKS user guide, private clusters.
const ALWAYS: [&str; 5] = ["ec2", "ecr.api", "ecr.dkr", "s3", "sts"];

/// Ways out of a VPC.
const WAYS_OUT: [&str; 6] = [
    "aws_nat_gateway",
    "aws_internet_gateway",
    "aws_ec2_transit_gateway_vpc_attachment",
    "aws_egress_only_internet_gateway",
    "aws_vpc_peering_connection",
    "aws_vpn_gateway",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let has = |kind| terraform::resources(bundle.artifacts, kind).next().is_some();
    let endpoints: Vec<_> = terraform::resources(bundle.artifacts, "aws_vpc_endpoint").collect();
    let mut networks = terraform::resources(bundle.artifacts, "aws_vpc");
    let (Some(network), None) = (networks.next(), networks.next()) else { return };
    // A network that has neither ways out nor endpoints is not finished, or finished elsewhere.
    if endpoints.is_empty() || WAYS_OUT.into_iter().any(has) {
        return;
    }
    let names: Vec<&str> =
        endpoints.iter().filter_map(|it| it.body.get("service_name")?.as_str()).collect();
    // One endpoint for each of a list is not read here.
    if names.len() < endpoints.len() || names.iter().any(|name| name.contains("each.")) {
        return;
    }
    let lacks = |service: &str| !names.iter().any(|name| name.ends_with(&format!(".{service}")));
    for (service, who) in needed(bundle) {
        if lacks(service) {
            findings
                .at(
                    network.artifact,
                    &network.route,
                    format!(
                        "network `{}` has no way out and no endpoint of `{service}`, which {who}",
                        network.label
                    ),
                )
                .help(format!(
                    "add an `aws_vpc_endpoint` for `{service}`, or a NAT gateway; in \
                    a spec: `cluster.network`"
                ));
        }
    }
}

/// The services that are called, and who calls them.
fn needed(bundle: &Bundle<'_>) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&str, String)> =
        ALWAYS.into_iter().map(|it| (it, "nodes and pods call".to_owned())).collect();
    let mut add = |service, who: Option<String>| found.extend(who.map(|who| (service, who)));
    let logging = bundle.jobs.iter().find(|job| job.log_group().is_some());
    add("logs", logging.map(|job| format!("{} writes its log to", job.title())));
    let tables = bundle.jobs.iter().find(|job| uses_glue(job));
    add("glue", tables.map(|job| format!("{} has its catalog in", job.title())));
    let queue = bundle
        .installs_of("karpenter")
        .find(|it| it.value("/settings/interruptionQueue").is_some());
    add("sqs", queue.map(|_| "Karpenter hears of interruptions by".to_owned()));
    let balancer = bundle.installs_of("aws-load-balancer-controller").next();
    add("elasticloadbalancing", balancer.map(|_| "the load balancer controller calls".to_owned()));
    found
}

fn uses_glue(job: &crate::check::bundle::Job<'_>) -> bool {
    let names = ["AWSGlueDataCatalogHiveClientFactory", "GlueCatalog"];
    job.conf.iter().any(|(_, all)| names.iter().any(|name| all[0].value.contains(name)))
}
