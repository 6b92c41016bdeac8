//! Who may talk to the pods of a team, and to whom they may talk.
//!
//! It acts where something enforces it: with the VPC CNI, its network policy agent.

use std::collections::BTreeSet;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::team_file;
use crate::artifact::kubernetes::namespaced;
use crate::artifact::{Artifact, Kind};
use crate::lower::monitoring;
use crate::model::{Platform, Team};
use crate::route;
use crate::spec::Identity;

/// The label that Kubernetes gives every namespace.
const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";
/// The port of Spark's UI and metrics unless a job says otherwise.
const SPARK_UI: u16 = 4040;
/// The port on which EMR Studio reaches the gateway of an interactive endpoint.
const GATEWAY: u16 = 18888;
/// Where the agent of EKS Pod Identity listens on every node.
const POD_IDENTITY_AGENT: &str = "169.254.170.23/32";

/// The policy of a team: its pods talk among themselves, which drivers and executors need on ports
/// of any number, and beyond that only as follows.
pub fn lower(platform: &Platform, team: &Team) -> Artifact {
    let value = NetworkPolicy {
        metadata: namespaced("team", team.namespace.as_str()),
        spec: Some(NetworkPolicySpec {
            pod_selector: Some(LabelSelector::default()),
            policy_types: Some(vec!["Ingress".to_owned(), "Egress".to_owned()]),
            ingress: Some(ingress(platform, team)),
            egress: Some(egress(platform)),
        }),
    };
    Artifact::data(Kind::NetworkPolicy, team_file(team, "networkpolicy"), &value, &team.origin)
        .of_team(&team.name)
        .allowing(&team.allow)
        .from(route!["metadata", "namespace"], &team.origin.then("namespace"))
        .overridden(&team.overrides, &team.origin)
}

/// Prometheus may come for metrics; a load balancer, whose address is any, to the gateway.
fn ingress(platform: &Platform, team: &Team) -> Vec<NetworkPolicyIngressRule> {
    let mut rules =
        vec![NetworkPolicyIngressRule { from: Some(vec![same_namespace()]), ports: None }];
    let scraped = metrics_ports(team);
    if platform.addon("prometheus").is_some() && !scraped.is_empty() {
        rules.push(NetworkPolicyIngressRule {
            from: Some(vec![namespace(monitoring::NAMESPACE)]),
            ports: Some(scraped.into_iter().map(tcp).collect()),
        });
    }
    if !team.endpoints.is_empty() {
        rules.push(NetworkPolicyIngressRule { from: None, ports: Some(vec![tcp(GATEWAY)]) });
    }
    rules
}

/// Names, and HTTPS to anywhere: AWS and the Kubernetes API have no fixed addresses. The metadata
/// service of the node answers on port 80, which stays closed but for the agent of Pod Identity.
fn egress(platform: &Platform) -> Vec<NetworkPolicyEgressRule> {
    let mut rules = vec![
        NetworkPolicyEgressRule { to: Some(vec![same_namespace()]), ports: None },
        NetworkPolicyEgressRule {
            to: Some(vec![dns()]),
            ports: Some(vec![port("UDP", 53), port("TCP", 53)]),
        },
        NetworkPolicyEgressRule { to: None, ports: Some(vec![tcp(443)]) },
    ];
    if platform.cluster.identity == Identity::PodIdentity {
        let agent = IPBlock { cidr: POD_IDENTITY_AGENT.to_owned(), except: None };
        let peer = NetworkPolicyPeer { ip_block: Some(agent), ..NetworkPolicyPeer::default() };
        rules.push(NetworkPolicyEgressRule { to: Some(vec![peer]), ports: Some(vec![tcp(80)]) });
    }
    rules
}

/// The ports of the UIs of jobs that expose metrics.
fn metrics_ports(team: &Team) -> BTreeSet<u16> {
    let jobs = team.jobs.values().filter(|job| job.prometheus);
    let written = jobs.map(|job| job.conf.get("spark.ui.port"));
    written.map(|port| port.and_then(|port| port.parse().ok()).unwrap_or(SPARK_UI)).collect()
}

fn same_namespace() -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        pod_selector: Some(LabelSelector::default()),
        ..NetworkPolicyPeer::default()
    }
}

fn namespace(name: &str) -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        namespace_selector: Some(labels(NAMESPACE_NAME, name)),
        ..NetworkPolicyPeer::default()
    }
}

fn dns() -> NetworkPolicyPeer {
    NetworkPolicyPeer {
        pod_selector: Some(labels("k8s-app", "kube-dns")),
        ..namespace("kube-system")
    }
}

fn labels(key: &str, value: &str) -> LabelSelector {
    LabelSelector {
        match_labels: Some([(key.to_owned(), value.to_owned())].into()),
        match_expressions: None,
    }
}

fn tcp(number: u16) -> NetworkPolicyPort {
    port("TCP", number)
}

fn port(protocol: &str, number: u16) -> NetworkPolicyPort {
    NetworkPolicyPort {
        port: Some(IntOrString::Int(i32::from(number))),
        protocol: Some(protocol.to_owned()),
        end_port: None,
    }
}
