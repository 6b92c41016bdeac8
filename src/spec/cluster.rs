//! The account, the cluster and its network.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Allow;
use crate::units::{
    AccountId, BucketName, Cidr, ClusterName, MinorVersion, Quantity, Region, RoleName, Zone,
};

/// Where the platform lives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Aws {
    /// The AWS account: twelve digits, leading zeros included.
    pub account: AccountId,
    /// The AWS region. The partition (aws, aws-cn, aws-us-gov) follows from it.
    pub region: Region,
    /// The availability zones that nodes run in. Default: the first two zones of the region.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zones: Vec<Zone>,
    /// Tags put on every AWS resource, the volumes and file systems of claims included.
    /// Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub tags: IndexMap<String, String>,
    /// The bucket for programs, pod templates, data and logs. Default: a bucket that Terraform
    /// makes, named `<name>-<account>-<region>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<Bucket>,
}

/// The platform's bucket: the name of one that exists, or what to make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Bucket {
    /// A bucket that exists.
    Name(BucketName),
    /// A bucket with settings.
    Settings(BucketSettings),
}

/// Settings of the platform's bucket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketSettings {
    /// The bucket's name. Default: `<name>-<account>-<region>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<BucketName>,
    /// Whether Terraform makes the bucket. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create: Option<bool>,
    /// Whether `terraform destroy` may delete a bucket that holds objects. Default: `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force_destroy: Option<bool>,
}

/// The EKS cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Cluster {
    /// Whether Terraform makes the VPC, the control plane, the core node group and the add-ons.
    /// Default: `false`, which joins a cluster that exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub create: Option<bool>,
    /// The EKS cluster's name. Default: the platform's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ClusterName>,
    /// The Kubernetes release. Default: `1.33`, the reference platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubernetes: Option<MinorVersion>,
    /// The Karpenter release. Every emitted field exists in it. Default: `1.6`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub karpenter: Option<MinorVersion>,
    /// Who reaches the Kubernetes API. Default: public and private, from everywhere, as in the
    /// reference platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// How EMR is let into the cluster. Default: `access-entries`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// How pods get AWS credentials. Default: `irsa`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// The cluster's OIDC issuer, with `https://`. Default: bound after `terraform apply`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^https://[^/]+(/.*)?$"), extend("x-meaning" = "an address that begins with `https://`"))]
    pub oidc_issuer: Option<String>,
    /// The IAM role of the nodes that Karpenter starts. Default: `<cluster>-karpenter-node`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_role: Option<RoleName>,
    /// The SQS queue of spot interruptions. Default: the cluster's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interruption_queue: Option<String>,
    /// Tags by which Karpenter finds subnets and security groups.
    /// Default: `karpenter.sh/discovery: <cluster>`.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub discovery: IndexMap<String, String>,
    /// The managed node group that system pods run on. Default: three `m5.xlarge`, as in the
    /// reference platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub core_node_group: Option<CoreNodeGroup>,
    /// The VPC. Default: the reference platform's, `10.1.0.0/16` with `100.64.0.0/16` for nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<Network>,
    /// IAM roles, by ARN, that administer the key of the cluster's secrets. Default: the account
    /// alone, by its IAM policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key_administrators: Vec<String>,
    /// Diagnostics accepted for the cluster: code to reason. Default: none.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub allow: Allow,
}

/// Who reaches the Kubernetes API.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Endpoint {
    /// Whether the API answers on the internet. Default: `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    /// The address ranges that may use the public endpoint. Default: everywhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cidrs: Vec<Cidr>,
}

/// How EMR is let into the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// EKS access entries, which EMR makes by itself.
    #[default]
    AccessEntries,
    /// The `aws-auth` ConfigMap.
    AwsAuth,
}

/// How pods get AWS credentials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// IAM roles for service accounts, by the cluster's OIDC provider.
    #[default]
    Irsa,
    /// EKS Pod Identity (EMR 7.3.0 and later).
    PodIdentity,
}

/// The managed node group that system pods run on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CoreNodeGroup {
    /// EC2 instance types. Default: `[m5.xlarge]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instance_types: Vec<String>,
    /// The smallest number of nodes. Default: 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    /// The number of nodes to start with. Default: 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desired: Option<u32>,
    /// The largest number of nodes. Default: 9.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// The size of the root volume. Default: `100Gi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<Quantity>,
}

/// The VPC. Every default is the reference platform's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Network {
    /// The primary address range. Default: `10.1.0.0/16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cidr: Option<Cidr>,
    /// Public subnets, one a zone. Default: blocks of 64 addresses at the start of the range.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub public_subnets: Vec<Cidr>,
    /// Routable private subnets, one a zone. Default: blocks of 256 addresses from the second on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_subnets: Vec<Cidr>,
    /// The range for nodes and pods, not routable outside the VPC. Default: `100.64.0.0/16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary_cidr: Option<Cidr>,
    /// Subnets of nodes and pods, one a zone. Default: equal parts of the secondary range.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub node_subnets: Vec<Cidr>,
    /// One NAT gateway for all zones, or one in each. Default: `single`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nat_gateways: Option<NatGateways>,
    /// Whether to make VPC endpoints for the AWS services in use. Default: `false`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoints: Option<bool>,
}

/// How many NAT gateways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NatGateways {
    /// One for all zones: cheap; one zone's failure stops every zone's egress.
    #[default]
    Single,
    /// One in each zone.
    PerZone,
}
