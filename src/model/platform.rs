//! The platform.

use indexmap::IndexMap;
use serde::Serialize;

use super::origin::Overrides;
use super::{
    Addon, Allowance, Aws, Bindings, Bucket, Cluster, Late, Origin, Pool, Role, Storage,
    StorageKind, Team,
};
use crate::units::{ClusterName, PoolName, Quantity, RoleName, S3Uri, StorageName, Zone};

/// A cluster, its pools, its storage, and the teams that use them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Platform {
    /// The name.
    pub name: ClusterName,
    /// The account and the region.
    pub aws: Aws,
    /// The bucket for programs, pod templates, data and logs.
    pub bucket: Bucket,
    /// The EKS cluster.
    pub cluster: Cluster,
    /// The add-ons that are on, in the order they are installed.
    pub addons: IndexMap<&'static str, Addon>,
    /// The pools.
    pub pools: IndexMap<PoolName, Pool>,
    /// The storage.
    pub storage: IndexMap<StorageName, Storage>,
    /// The teams, in the order read.
    pub teams: Vec<Team>,
    /// The IAM execution roles, each with the teams that use it.
    pub roles: IndexMap<RoleName, Role>,
    /// What daemonsets request on every node.
    pub daemonsets: IndexMap<String, Quantity>,
    /// Late values that are known.
    #[serde(skip)]
    pub bindings: Bindings,
    /// Fields to merge into documents of the platform itself.
    pub overrides: Overrides,
    /// Diagnostics accepted for the whole platform.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

impl Platform {
    /// A late value as it stands in documents other than Terraform's.
    #[must_use]
    pub fn late(&self, late: &Late) -> String {
        self.bindings.text(late)
    }

    /// The add-on, if it is on.
    #[must_use]
    pub fn addon(&self, name: &str) -> Option<&Addon> {
        self.addons.get(name)
    }

    /// The OIDC issuer of the cluster without `https://`: said in the spec, bound, or a placeholder.
    #[must_use]
    pub fn oidc_issuer(&self) -> String {
        let known = self.cluster.oidc_issuer.as_deref().or(self.bindings.get(&Late::OidcIssuer));
        known.map_or_else(
            || Late::OidcIssuer.placeholder(),
            |issuer| issuer.trim_start_matches("https://").to_owned(),
        )
    }

    /// The prefix in the platform's bucket that operator jobs write their events to and the history
    /// server reads them from.
    pub const EVENT_LOGS: &'static str = "spark-event-logs/";

    /// Where operator jobs write their events: where the history server reads them; `None` without
    /// a history server.
    ///
    /// # Panics
    /// Never: a bucket's name and a prefix are a URI.
    #[must_use]
    pub fn event_logs(&self) -> Option<S3Uri> {
        self.addon("spark-history-server")?;
        let uri = format!("s3://{}/{}", self.bucket.name, Self::EVENT_LOGS);
        Some(S3Uri::parse(&uri).expect("made of a bucket's name and a prefix"))
    }

    /// The storage class of volumes that add-ons claim: the default, or the first on EBS; `None`
    /// leaves it to the cluster.
    #[must_use]
    pub fn volume_class(&self) -> Option<&str> {
        let ebs = || {
            let all = self.storage.values();
            all.filter(|storage| matches!(storage.kind, StorageKind::Ebs { .. }))
        };
        let class = ebs().find(|storage| storage.default).or_else(|| ebs().next());
        class.map(|storage| storage.name.as_str())
    }

    /// Whether the CNI of this platform gives nodes addresses by prefixes of sixteen: by default, and
    /// unless the values of `vpc-cni` say otherwise. Of a cluster that is joined it is not known.
    #[must_use]
    pub fn prefix_delegation(&self) -> bool {
        let cni = self.addon("vpc-cni").filter(|_| self.cluster.create);
        cni.is_some_and(|cni| {
            let written = cni.values.get("env").and_then(|env| env.get("ENABLE_PREFIX_DELEGATION"));
            written.is_none_or(|written| written.as_str() == Some("true"))
        })
    }

    /// The alias of the workspace of Amazon Managed Prometheus.
    #[must_use]
    pub fn prometheus_alias(&self) -> String {
        format!("amp-ws-{}", self.name)
    }

    /// The `Name` tag of the Lustre file system that shared storage lies on.
    #[must_use]
    pub fn file_system_name(&self, storage: &str) -> String {
        format!("{}-{storage}", self.cluster.name)
    }

    /// The zone that Lustre file systems lie in, and so the pods that use them: the first. `None`
    /// where the region's zones are not known before `terraform plan`.
    #[must_use]
    pub fn file_system_zone(&self) -> Option<&Zone> {
        self.aws.zones.first()
    }

    /// The `Name` tag of the security group of Lustre file systems.
    #[must_use]
    pub fn file_system_security_group_name(&self) -> String {
        format!("{}-fsx", self.cluster.name)
    }

    /// The ARN of something of this account in this region:
    /// `arn:<partition>:<service>:<region>:<account>:<resource>`.
    #[must_use]
    pub fn arn(&self, service: &str, resource: &str) -> String {
        let Aws { region, account, .. } = &self.aws;
        format!("arn:{}:{service}:{region}:{account}:{resource}", self.aws.partition())
    }

    /// The ARN of EMR's service-linked role as `aws-auth` wants it: without the path.
    #[must_use]
    pub fn emr_service_role_arn(&self) -> String {
        let (partition, account) = (self.aws.partition(), &self.aws.account);
        format!("arn:{partition}:iam::{account}:role/AWSServiceRoleForAmazonEMRContainers")
    }

    /// The ARN of the EKS cluster.
    #[must_use]
    pub fn cluster_arn(&self) -> String {
        self.arn("eks", &format!("cluster/{}", self.cluster.name))
    }

    /// `arn:<partition>:iam::<account>:role/<name>`.
    #[must_use]
    pub fn role_arn(&self, role: &RoleName) -> String {
        format!("arn:{}:iam::{}:role/{role}", self.aws.partition(), self.aws.account)
    }
}
