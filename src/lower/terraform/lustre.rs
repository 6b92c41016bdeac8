//! FSx for Lustre: shared file systems, and what those made for each claim need of the network.

use serde_json::{Value, json};

use super::network::Tier;
use super::networking::{Rule, security_group_in};
use super::{Context, bucket, eks, late_output};
use crate::artifact::Artifact;
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::catalog::fsx::PORTS;
use crate::model::{FileSystem, Late, Platform, Storage, StorageKind};
use crate::route;
use crate::spec::LustreDeployment;
use crate::units::{S3Uri, StorageName};

const GROUP: Address = Address::resource("aws_security_group", "lustre");
const SUBNETS_THERE: Address = Address::data("aws_subnets", "nodes");
const GROUPS_THERE: Address = Address::data("aws_security_groups", "nodes");

/// The directory that an S3 prefix is linked to. Scratch lies beside it, never in it: what is
/// written below a linked directory is exported.
const LINKED: &str = "/data";

/// `lustre.tf.json`; empty without Lustre storage.
pub fn lower(context: &Context<'_>) -> Configuration {
    let platform = context.platform;
    let mut file = Configuration::new();
    if !is_used(platform) {
        return file;
    }
    security_group(platform, &mut file);
    if !platform.cluster.create {
        there(platform, &mut file);
    }
    for storage in platform.storage.values() {
        if let StorageKind::LustreShared(system) = &storage.kind {
            file_system(platform, storage, system, &mut file);
        }
    }
    file
}

/// Says of each file system where it was written, and carries what is accepted for it.
pub fn with_origins(mut file: Artifact, platform: &Platform) -> Artifact {
    for storage in platform.storage.values() {
        let at = |kind: &str| route!["resource", kind, address(storage).label()];
        let (system, home) = (at("aws_fsx_lustre_file_system"), storage.origin.then("lustre"));
        file = file
            .from(system.clone(), &storage.origin)
            .from(system.then("deployment_type"), &home.then("deployment"))
            .from(system.then("storage_capacity"), &home.then("size"))
            .from(system.then("per_unit_storage_throughput"), &home.then("throughput"))
            .from(at("aws_fsx_data_repository_association"), &home.then("repository"))
            .allowing(&storage.allow);
    }
    file
}

fn is_used(platform: &Platform) -> bool {
    platform.storage.values().any(|storage| match storage.kind {
        StorageKind::LustreDynamic { .. } | StorageKind::LustreShared(_) => true,
        StorageKind::Ebs { .. } => false,
    })
}

/// The subnets and security groups of the nodes of a cluster that is there.
fn there(platform: &Platform, file: &mut Configuration) {
    let in_vpc = json!({ "name": "vpc-id", "values": [eks::vpc_id(platform)] });
    let mut subnets = vec![in_vpc.clone()];
    if let Some(zone) = platform.file_system_zone() {
        subnets.push(json!({ "name": "availability-zone", "values": [zone] }));
    }
    let tags = &platform.cluster.discovery;
    file.declare(&SUBNETS_THERE, json!({ "tags": tags, "filter": subnets }));
    file.declare(&GROUPS_THERE, json!({ "tags": tags, "filter": in_vpc }));
}

/// One subnet: a file system lies in one zone.
fn subnet(platform: &Platform) -> Expression {
    if platform.cluster.create {
        Tier::Node.ids(platform).swap_remove(0)
    } else {
        Expression::new(format!("sort({}.ids)[0]", SUBNETS_THERE.path()))
    }
}

/// Nodes and file servers call each other on all of Lustre's ports, and servers each other too.
fn security_group(platform: &Platform, file: &mut Configuration) {
    let name = platform.file_system_security_group_name();
    security_group_in(&GROUP, &name, "FSx for Lustre", eks::vpc_id(platform), file);
    for (from, to) in PORTS {
        let rules = [
            ("nodes_in", Rule::ingress(&GROUP, "Lustre from nodes"), true),
            ("nodes_out", Rule::egress(&GROUP, "Lustre to nodes"), true),
            ("self_in", Rule::ingress(&GROUP, "Lustre between servers"), false),
            ("self_out", Rule::egress(&GROUP, "Lustre between servers"), false),
        ];
        for (label, rule, with_nodes) in rules {
            let rule = rule.ports("tcp", from, to);
            let rule = match (with_nodes, platform.cluster.create) {
                (false, _) => rule.peer(&GROUP),
                (true, true) => rule.peer(&eks::NODE_GROUP),
                (true, false) => each_group(rule),
            };
            rule.declare(&format!("lustre_{label}_{from}"), file);
        }
    }
}

fn each_group(rule: Rule) -> Rule {
    let groups = Expression::new(format!("toset({}.ids)", GROUPS_THERE.path()));
    let each = json!(Expression::new("each.key"));
    rule.with("for_each", json!(groups)).with("referenced_security_group_id", each)
}

fn address(storage: &Storage) -> Address {
    Address::named("aws_fsx_lustre_file_system", storage.name.as_str())
}

fn file_system(
    platform: &Platform,
    storage: &Storage,
    system: &FileSystem,
    file: &mut Configuration,
) {
    if system.id.is_some() {
        return;
    }
    let mut body = json!({
        "deployment_type": deployment(system.deployment),
        "storage_type": "SSD",
        "storage_capacity": gibibytes(system),
        "file_system_type_version": "2.15",
        "subnet_ids": [subnet(platform)],
        "security_group_ids": [GROUP.get("id")],
        "tags": { "Name": platform.file_system_name(storage.name.as_str()) },
    });
    if let Some(throughput) = system.throughput.filter(|_| is_persistent(system.deployment)) {
        body["per_unit_storage_throughput"] = throughput.into();
    }
    if system.deployment != LustreDeployment::Scratch1 {
        body["log_configuration"] = json!({ "level": "WARN_ERROR" });
    }
    file.declare(&address(storage), body);
    if let Some(prefix) = &system.repository {
        file.declare(
            &Address::named("aws_fsx_data_repository_association", storage.name.as_str()),
            repository(platform, storage, prefix),
        );
    }
}

/// Both ways: what changes in S3 appears in the directory, and what is written there goes to S3.
fn repository(platform: &Platform, storage: &Storage, prefix: &S3Uri) -> Value {
    let events = json!({ "events": ["NEW", "CHANGED", "DELETED"] });
    let mut body = json!({
        "file_system_id": address(storage).get("id"),
        "file_system_path": LINKED,
        "data_repository_path": prefix.as_str().trim_end_matches('/'),
        "batch_import_meta_data_on_create": true,
        "s3": { "auto_import_policy": events, "auto_export_policy": events },
    });
    if platform.bucket.create && *prefix.bucket() == platform.bucket.name {
        body["depends_on"] = json!([bucket::BUCKET.path()]);
    }
    body
}

fn is_persistent(deployment: LustreDeployment) -> bool {
    matches!(deployment, LustreDeployment::Persistent1 | LustreDeployment::Persistent2)
}

fn gibibytes(system: &FileSystem) -> i64 {
    i64::try_from(system.size.bytes() / (1 << 30)).unwrap_or(i64::MAX)
}

/// The deployment type in the API's words.
fn deployment(deployment: LustreDeployment) -> &'static str {
    match deployment {
        LustreDeployment::Scratch1 => "SCRATCH_1",
        LustreDeployment::Scratch2 => "SCRATCH_2",
        LustreDeployment::Persistent1 => "PERSISTENT_1",
        LustreDeployment::Persistent2 => "PERSISTENT_2",
    }
}

/// The outputs that documents of volumes wait for.
pub fn declare_outputs(platform: &Platform, file: &mut Configuration) {
    if !is_used(platform) {
        return;
    }
    let single = "The subnet of Lustre file systems.";
    late_output(file, &Late::FileSystemSubnet, single, subnet(platform));
    let group = "The security group of Lustre file systems.";
    late_output(file, &Late::FileSystemSecurityGroup, group, GROUP.get("id"));
    shared(platform, file, Late::FileSystemId, "id", "Shared Lustre file systems by storage.");
    let names = "DNS names of shared Lustre file systems.";
    shared(platform, file, Late::FileSystemDnsName, "dns_name", names);
    let names = "Mount names of shared Lustre file systems.";
    shared(platform, file, Late::FileSystemMountName, "mount_name", names);
}

/// The output of an attribute of all file systems that are made here.
fn shared(
    platform: &Platform,
    file: &mut Configuration,
    late: fn(StorageName) -> Late,
    attribute: &str,
    description: &str,
) {
    let is_made = |storage: &&Storage| matches!(&storage.kind, StorageKind::LustreShared(system) if system.id.is_none());
    let systems: Vec<&Storage> = platform.storage.values().filter(is_made).collect();
    if let Some(first) = systems.first() {
        let value =
            |storage: &&Storage| (storage.name.to_string(), json!(address(storage).get(attribute)));
        let values: serde_json::Map<_, _> = systems.iter().map(value).collect();
        file.output(late(first.name.clone()).output().0, description, values);
    }
}
