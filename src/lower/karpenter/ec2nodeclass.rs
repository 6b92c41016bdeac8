//! EC2NodeClass, karpenter.k8s.aws/v1.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::artifact::karpenter::{
    BlockDevice, BlockDeviceMapping, EC2NodeClass, EC2NodeClassSpec, Metadata, MetadataOptions,
    SelectorTerm,
};
use crate::artifact::kubernetes::MANAGED_BY;
use crate::artifact::{Artifact, Kind};
use crate::catalog::instance::{InstanceType, instance_types};
use crate::model::{Platform, Pool, PoolDisk};
use crate::route;

/// The EC2NodeClass of a pool.
pub fn lower(platform: &Platform, pool: &Pool) -> Artifact {
    let name = pool.name.to_string();
    let value = EC2NodeClass {
        api_version: "karpenter.k8s.aws/v1".to_owned(),
        kind: "EC2NodeClass".to_owned(),
        metadata: Metadata {
            name: name.clone(),
            labels: [(MANAGED_BY.0.to_owned(), MANAGED_BY.1.to_owned())].into_iter().collect(),
            ..Metadata::default()
        },
        spec: spec(platform, pool),
    };
    let path = format!("kubernetes/karpenter/{name}.ec2nodeclass.yaml");
    let volume = pool.origin.then("rootVolume");
    Artifact::data(Kind::EC2NodeClass, path, &value, &pool.origin)
        .allowing(&pool.allow)
        .from(route!["spec", "amiSelectorTerms"], &pool.origin.then("ami"))
        .from(route!["spec", "kubelet"], &pool.origin.then("kubelet"))
        .from(route!["spec", "userData"], &pool.origin.then("userData"))
        .from(route!["spec", "instanceStorePolicy"], &pool.origin.then("scratch"))
        .from(route!["spec", "blockDeviceMappings"], &volume)
        .overridden(&pool.overrides, &pool.origin)
}

fn spec(platform: &Platform, pool: &Pool) -> EC2NodeClassSpec {
    let discovery =
        SelectorTerm { tags: platform.cluster.discovery.clone(), ..SelectorTerm::default() };
    let alias = SelectorTerm { alias: Some(pool.ami.clone()), ..SelectorTerm::default() };
    EC2NodeClassSpec {
        ami_selector_terms: vec![alias],
        role: Some(platform.cluster.node_role.to_string()),
        subnet_selector_terms: vec![discovery.clone()],
        security_group_selector_terms: vec![discovery],
        block_device_mappings: block_devices(pool),
        instance_store_policy: (pool.disk == PoolDisk::Nvme).then(|| "RAID0".to_owned()),
        // One hop keeps the node's credentials from pods: they have roles of their own.
        metadata_options: Some(MetadataOptions {
            http_endpoint: Some("enabled".to_owned()),
            http_protocol_ipv6: Some("disabled".to_owned()),
            http_put_response_hop_limit: Some(1),
            http_tokens: Some("required".to_owned()),
        }),
        kubelet: kubelet(platform, pool),
        user_data: pool.user_data.clone(),
        detailed_monitoring: Some(true),
        tags: tags(platform, pool),
        rest: Map::new(),
        ..EC2NodeClassSpec::default()
    }
}

/// How many pods a node takes, as Amazon advises where prefixes give it more addresses than the
/// kubelet counts on: up to 30 vCPUs so many, and a pod of Spark takes a vCPU at least.
const PODS_WITH_PREFIXES: u64 = 110;

/// What the spec says; and the pods that addresses by prefix allow, where every type of the pool
/// can have them: all but those that run on Xen.
fn kubelet(platform: &Platform, pool: &Pool) -> Map<String, Value> {
    let mut kubelet = pool.kubelet.clone();
    if platform.prefix_delegation() && is_nitro(pool) {
        kubelet.entry("maxPods").or_insert_with(|| PODS_WITH_PREFIXES.into());
    }
    kubelet
}

/// Whether the pool names families or types, and none of them is known to run on Xen.
fn is_nitro(pool: &Pool) -> bool {
    let named = !pool.instances.families.is_empty() || !pool.instances.types.is_empty();
    let is_named = |known: &InstanceType| {
        pool.instances.types.iter().any(|name| name == known.name)
            || pool.instances.families.iter().any(|family| family == known.family())
    };
    named
        && instance_types().iter().filter(|known| is_named(known)).all(|it| it.hypervisor != "xen")
}

/// The root volume; for Bottlerocket, whose root is small and read-only, the data volume beside it.
fn block_devices(pool: &Pool) -> Vec<BlockDeviceMapping> {
    let volume = &pool.root_volume;
    let disk = |size: String, iops, throughput| BlockDevice {
        volume_size: Some(size),
        volume_type: Some("gp3".to_owned()),
        iops,
        throughput,
        encrypted: Some(true),
        delete_on_termination: Some(true),
        rest: Map::new(),
    };
    let main = disk(volume.size.to_string(), volume.iops, volume.throughput);
    let mapping = |device: &str, root: Option<bool>, ebs: BlockDevice| BlockDeviceMapping {
        device_name: Some(device.to_owned()),
        root_volume: root,
        ebs: Some(ebs),
    };
    if pool.ami.starts_with("bottlerocket@") {
        let system = disk("4Gi".to_owned(), None, None);
        return vec![mapping("/dev/xvda", None, system), mapping("/dev/xvdb", Some(true), main)];
    }
    vec![mapping("/dev/xvda", Some(true), main)]
}

fn tags(platform: &Platform, pool: &Pool) -> IndexMap<String, String> {
    let mut tags = platform.aws.tags.clone();
    tags.insert("Name".to_owned(), format!("karpenter-{}", pool.name));
    tags
}
