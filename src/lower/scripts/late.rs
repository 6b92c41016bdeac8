//! How a script finds out what only AWS knows: each late value by the name of what it belongs to.

use serde::Serialize;

use crate::model::{Late, Platform, Storage, StorageKind};

/// A placeholder in Kubernetes documents, and the command that prints what belongs there.
#[derive(Debug, Serialize)]
pub struct Lookup {
    /// The text that stands in the documents.
    placeholder: String,
    /// What it is, for the message when AWS does not know it.
    what: String,
    /// The words of an `aws` command.
    command: Vec<String>,
}

/// The late values that Kubernetes documents of the platform hold and that nothing has bound.
pub fn lookups(platform: &Platform) -> Vec<Lookup> {
    wanted(platform)
        .into_iter()
        .filter(|late| platform.bindings.get(late).is_none())
        .map(|late| Lookup {
            placeholder: late.placeholder(),
            what: late.to_string(),
            command: command(platform, &late),
        })
        .collect()
}

fn wanted(platform: &Platform) -> Vec<Late> {
    let mut all = Vec::new();
    for storage in platform.storage.values() {
        match &storage.kind {
            StorageKind::LustreShared(_) => all.extend([
                Late::FileSystemId(storage.name.clone()),
                Late::FileSystemDnsName(storage.name.clone()),
                Late::FileSystemMountName(storage.name.clone()),
            ]),
            StorageKind::LustreDynamic { .. } => {
                all.extend([Late::FileSystemSubnet, Late::FileSystemSecurityGroup]);
            }
            StorageKind::Ebs { .. } => {}
        }
    }
    all.sort();
    all.dedup();
    all
}

fn command(platform: &Platform, late: &Late) -> Vec<String> {
    let words: Vec<String> = match late {
        Late::FileSystemId(name) => file_system(platform, name.as_str(), "FileSystemId"),
        Late::FileSystemDnsName(name) => file_system(platform, name.as_str(), "DNSName"),
        Late::FileSystemMountName(name) => {
            file_system(platform, name.as_str(), "LustreConfiguration.MountName")
        }
        Late::FileSystemSubnet => subnet(platform),
        Late::FileSystemSecurityGroup => {
            let name = platform.file_system_security_group_name();
            let filter = format!("Name=tag:Name,Values={name}");
            let query = "SecurityGroups[0].GroupId";
            ["ec2", "describe-security-groups", "--filters", &filter, "--query", query]
                .map(str::to_owned)
                .into()
        }
        Late::VpcId => cluster(platform, "cluster.resourcesVpcConfig.vpcId"),
        Late::OidcIssuer => cluster(platform, "cluster.identity.oidc.issuer"),
        Late::PrometheusWorkspaceId => {
            let alias = platform.prometheus_alias();
            ["amp", "list-workspaces", "--alias", &alias, "--query", "workspaces[0].workspaceId"]
                .map(str::to_owned)
                .into()
        }
        Late::VirtualClusterId(team) => {
            let query = format!("virtualClusters[?name=='{team}'].id | [0]");
            ["emr-containers", "list-virtual-clusters", "--query", &query].map(str::to_owned).into()
        }
    };
    words.into_iter().chain(["--output".to_owned(), "text".to_owned()]).collect()
}

/// A file system that the spec names is asked for by its id, one that Terraform makes by its name.
fn file_system(platform: &Platform, storage: &str, field: &str) -> Vec<String> {
    let known = platform.storage.iter().find(|(name, _)| name.as_str() == storage);
    if let Some((_, Storage { kind: StorageKind::LustreShared(system), .. })) = known
        && let Some(id) = &system.id
    {
        let query = format!("FileSystems[0].{field}");
        return ["fsx", "describe-file-systems", "--file-system-ids", id, "--query", &query]
            .map(str::to_owned)
            .into();
    }
    let name = platform.file_system_name(storage);
    let query = format!("FileSystems[?Tags[?Key=='Name' && Value=='{name}']].{field} | [0]");
    ["fsx", "describe-file-systems", "--query", &query].map(str::to_owned).into()
}

/// The subnet of nodes in the zone of file systems: by the tags that Karpenter knows it by, and the
/// same of several that Terraform takes.
fn subnet(platform: &Platform) -> Vec<String> {
    let tags = platform.cluster.discovery.iter();
    let tags = tags.map(|(key, value)| format!("Name=tag:{key},Values={value}"));
    let zone =
        platform.file_system_zone().map(|zone| format!("Name=availability-zone,Values={zone}"));
    let mut words = ["ec2", "describe-subnets", "--filters"].map(str::to_owned).to_vec();
    words.extend(tags.chain(zone));
    words.extend(["--query", "sort(Subnets[].SubnetId)[0]"].map(str::to_owned));
    words
}

fn cluster(platform: &Platform, query: &str) -> Vec<String> {
    let name = platform.cluster.name.as_str();
    ["eks", "describe-cluster", "--name", name, "--query", query].map(str::to_owned).into()
}
