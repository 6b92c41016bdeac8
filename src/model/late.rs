//! Values that exist only after `terraform apply`.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::units::{StorageName, TeamName};

/// A value that AWS makes up: what it is, and of what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Late {
    /// The id of a team's EMR virtual cluster.
    VirtualClusterId(TeamName),
    /// The cluster's OIDC issuer without `https://`.
    OidcIssuer,
    /// The id of an FSx file system.
    FileSystemId(StorageName),
    /// The DNS name of an FSx file system.
    FileSystemDnsName(StorageName),
    /// The mount name of an FSx file system.
    FileSystemMountName(StorageName),
    /// The subnet that FSx file systems lie in.
    FileSystemSubnet,
    /// The security group of FSx file systems.
    FileSystemSecurityGroup,
    /// The id of the workspace of Amazon Managed Prometheus.
    PrometheusWorkspaceId,
    /// The id of the VPC.
    VpcId,
}

impl Late {
    /// The Terraform output that says it, and the key inside that output.
    #[must_use]
    pub fn output(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::VirtualClusterId(team) => ("virtual_cluster_ids", Some(team.as_str())),
            Self::OidcIssuer => ("oidc_issuer", None),
            Self::FileSystemId(storage) => ("file_system_ids", Some(storage.as_str())),
            Self::FileSystemDnsName(storage) => ("file_system_dns_names", Some(storage.as_str())),
            Self::FileSystemMountName(storage) => {
                ("file_system_mount_names", Some(storage.as_str()))
            }
            Self::FileSystemSubnet => ("file_system_subnet_id", None),
            Self::FileSystemSecurityGroup => ("file_system_security_group_id", None),
            Self::PrometheusWorkspaceId => ("prometheus_workspace_id", None),
            Self::VpcId => ("vpc_id", None),
        }
    }

    /// What stands in a document until the value is bound.
    ///
    /// It has the form of a real value, so that the document stays valid, and cannot be one.
    #[must_use]
    pub fn placeholder(&self) -> String {
        match self {
            // An id is `[0-9a-z]{1,64}`; real ones have 25 characters and no word in them.
            Self::VirtualClusterId(team) => {
                let letters = team.as_str().chars().filter(char::is_ascii_alphanumeric);
                "unbound0virtual0cluster0id0of0".chars().chain(letters).take(64).collect()
            }
            Self::OidcIssuer => "oidc.eks.unbound.amazonaws.com/id/UNBOUND-OIDC-ISSUER".to_owned(),
            // Each ends in what no name of storage has, so that none is a part of another.
            Self::FileSystemId(storage) => format!("fs-UNBOUND-{storage}-ID"),
            Self::FileSystemDnsName(storage) => format!("unbound-dns-name-of-{storage}.FSX"),
            Self::FileSystemMountName(storage) => format!("unbound-mount-name-of-{storage}.MOUNT"),
            Self::FileSystemSubnet => "subnet-UNBOUND".to_owned(),
            Self::FileSystemSecurityGroup => "sg-UNBOUND".to_owned(),
            Self::PrometheusWorkspaceId => "ws-UNBOUND".to_owned(),
            Self::VpcId => "vpc-UNBOUND".to_owned(),
        }
    }
}

/// Says what the value is, for messages: ``the id of the virtual cluster of `ads` ``.
impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.output() {
            (output, Some(key)) => write!(f, "{output}.{key}"),
            (output, None) => f.write_str(output),
        }
    }
}

/// Late values that are known: what `terraform output -json` printed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bindings(BTreeMap<String, Value>);

impl Bindings {
    /// Reads the object that `terraform output -json` prints: output to `{ "value": … }`.
    ///
    /// An object of plain values (`terraform output -json` of one output, or written by hand) is
    /// taken as well.
    #[must_use]
    pub fn from_value(value: Value) -> Option<Self> {
        let Value::Object(outputs) = value else { return None };
        let plain = |mut output: Value| match output.get_mut("value") {
            Some(value) => value.take(),
            None => output,
        };
        Some(Self(outputs.into_iter().map(|(name, output)| (name, plain(output))).collect()))
    }

    /// The value, if it is known.
    #[must_use]
    pub fn get(&self, late: &Late) -> Option<&str> {
        let (output, key) = late.output();
        let value = self.0.get(output)?;
        let value = match key {
            Some(key) => value.get(key)?,
            None => value,
        };
        value.as_str()
    }

    /// The value, or its placeholder.
    #[must_use]
    pub fn text(&self, late: &Late) -> String {
        self.get(late).map_or_else(|| late.placeholder(), str::to_owned)
    }
}
