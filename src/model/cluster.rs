//! The account, the cluster and its network, with every default applied.

use indexmap::IndexMap;
use serde::Serialize;

use super::{Allowance, Origin};
use crate::spec::{Access, Identity, NatGateways};
use crate::units::{
    AccountId, BucketName, Cidr, ClusterName, MinorVersion, Partition, Quantity, Region, RoleName,
    Zone,
};

/// Availability zones.
pub type Zones = Vec<Zone>;

/// Where the platform lives.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Aws {
    /// The account.
    pub account: AccountId,
    /// The region.
    pub region: Region,
    /// The zones that nodes run in; empty when the region is newer than the catalog.
    pub zones: Zones,
    /// Tags of every AWS resource.
    pub tags: IndexMap<String, String>,
}

impl Aws {
    /// The partition of the region.
    #[must_use]
    pub fn partition(&self) -> Partition {
        self.region.partition()
    }
}

/// The platform's bucket.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    /// The name.
    pub name: BucketName,
    /// Whether Terraform makes it.
    pub create: bool,
    /// Whether Terraform may delete it with what it holds.
    pub force_destroy: bool,
}

/// The EKS cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cluster {
    /// Whether Terraform makes it.
    pub create: bool,
    /// The name.
    pub name: ClusterName,
    /// The Kubernetes release.
    pub kubernetes: MinorVersion,
    /// The Karpenter release.
    pub karpenter: MinorVersion,
    /// Whether the Kubernetes API answers on the internet.
    pub public_endpoint: bool,
    /// The address ranges that may use the public endpoint.
    pub public_cidrs: Vec<Cidr>,
    /// How EMR is let in.
    pub access: Access,
    /// How pods get AWS credentials.
    pub identity: Identity,
    /// The OIDC issuer, if the spec says it.
    pub oidc_issuer: Option<String>,
    /// The IAM role of Karpenter's nodes.
    pub node_role: RoleName,
    /// The SQS queue of interruptions.
    pub interruption_queue: String,
    /// Tags by which Karpenter finds subnets and security groups.
    pub discovery: IndexMap<String, String>,
    /// The managed node group of system pods.
    pub core: CoreNodeGroup,
    /// The VPC.
    pub network: Network,
    /// Who administers the key of the cluster's secrets.
    pub key_administrators: Vec<String>,
    /// Diagnostics accepted for the cluster.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

impl Cluster {
    /// The name of a role of the platform itself: `<cluster>-<purpose>`, in IAM's 64 characters.
    ///
    /// # Panics
    /// Never: a cluster's name is made of characters that a role's may have.
    #[must_use]
    pub fn role_name(&self, purpose: &str) -> RoleName {
        let room = 63_usize.saturating_sub(purpose.len());
        let cluster: String = self.name.as_str().chars().take(room).collect();
        RoleName::parse(&format!("{cluster}-{purpose}")).expect("both are made of such characters")
    }
}

/// The managed node group of system pods.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CoreNodeGroup {
    /// EC2 instance types.
    pub instance_types: Vec<String>,
    /// The smallest number of nodes.
    pub min: u32,
    /// The number to start with.
    pub desired: u32,
    /// The largest number.
    pub max: u32,
    /// The size of the root volume.
    pub volume: Quantity,
}

impl CoreNodeGroup {
    /// The label that system pods select.
    pub const LABEL: (&'static str, &'static str) = ("NodeGroupType", "core");
}

/// The VPC. Each list of subnets has one for each zone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    /// The primary range.
    pub cidr: Cidr,
    /// Public subnets.
    pub public_subnets: Vec<Cidr>,
    /// Routable private subnets.
    pub private_subnets: Vec<Cidr>,
    /// The range of nodes and pods.
    pub secondary_cidr: Cidr,
    /// Subnets of nodes and pods.
    pub node_subnets: Vec<Cidr>,
    /// How many NAT gateways.
    pub nat_gateways: NatGateways,
    /// Whether to make VPC endpoints.
    pub endpoints: bool,
}
