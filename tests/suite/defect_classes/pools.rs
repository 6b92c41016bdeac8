//! S: what pools can make, and how much of it.

use std::collections::BTreeSet;

use emrgen::artifact::Kind;
use emrgen::catalog::instance::instance_types;
use emrgen::catalog::karpenter::support_of;
use emrgen::units::{Cidr, MinorVersion};
use serde_json::Value;

use super::{built, bytes, edited, entries, items, word};

fn values<'a>(pool: &'a Value, key: &str) -> BTreeSet<&'a str> {
    let all = items(&pool["spec"]["template"]["spec"]["requirements"]);
    all.filter(|one| one["key"] == key).flat_map(|one| items(&one["values"])).map(word).collect()
}

#[test]
fn s01_s02_s03_s04_every_value_of_a_requirement_admits_an_instance_that_there_is() {
    for pool in built().values(Kind::NodePool) {
        let families = values(pool, "karpenter.k8s.aws/instance-family");
        let sizes = values(pool, "karpenter.k8s.aws/instance-cpu");
        let needs_disk = items(&pool["spec"]["template"]["spec"]["requirements"])
            .any(|one| one["key"] == "karpenter.k8s.aws/instance-local-nvme");
        let fits = |family: &str, vcpus: &str| {
            instance_types().iter().any(|it| {
                it.family() == family
                    && it.vcpus.to_string() == vcpus
                    && (!needs_disk || it.local_nvme_gb().is_some())
            })
        };
        assert!(!families.is_empty() && !sizes.is_empty());
        for family in &families {
            for size in &sizes {
                assert!(fits(family, size), "{}: {family} with {size}", pool["metadata"]["name"]);
            }
        }
    }
}

#[test]
fn s09_the_memory_limit_lets_the_cpu_limit_be_reached() {
    for pool in built().values(Kind::NodePool) {
        let limits = &pool["spec"]["limits"];
        let cpus: u64 = word(&limits["cpu"]).parse().unwrap();
        let least = instance_types()
            .iter()
            .filter(|it| values(pool, "karpenter.k8s.aws/instance-family").contains(it.family()))
            .map(|it| it.memory_mib / u64::from(it.vcpus))
            .min()
            .unwrap();
        let needed = cpus * least;
        assert!(bytes(word(&limits["memory"])) >> 20 >= needed, "{}", pool["metadata"]);
    }
}

#[test]
fn s13_nodes_take_addresses_only_of_the_range_that_is_meant_for_them() {
    let subnets = built().resources("aws_subnet");
    let secondary = built().resources("aws_vpc_ipv4_cidr_block_association")[0];
    let range = Cidr::parse(word(&secondary["cidr_block"])).unwrap();
    for class in built().values(Kind::EC2NodeClass) {
        for term in items(&class["spec"]["subnetSelectorTerms"]) {
            let selected = |subnet: &&&Value| {
                entries(&term["tags"]).all(|(key, value)| subnet["tags"][key] == *value)
            };
            let chosen: Vec<_> = subnets.iter().filter(selected).collect();
            assert_eq!(chosen.len(), 2, "one for each zone");
            for subnet in chosen {
                assert!(range.contains(Cidr::parse(word(&subnet["cidr_block"])).unwrap()));
            }
        }
        for term in items(&class["spec"]["securityGroupSelectorTerms"]) {
            let groups = built().resources("aws_security_group");
            let selected = |group: &&&Value| {
                entries(&term["tags"]).all(|(key, value)| group["tags"][key] == *value)
            };
            assert_eq!(groups.iter().filter(selected).count(), 1);
        }
    }
}

#[test]
fn s14_nodes_take_more_pods_exactly_where_the_cni_gives_them_prefixes() {
    let of = |built: &super::Built| -> (bool, Vec<bool>) {
        let env = &built.at("helm/vpc-cni/values.yaml")["env"];
        let dense = |class: &Value| class["spec"]["kubelet"].get("maxPods").is_some();
        let classes = built.values(Kind::EC2NodeClass).map(dense).collect();
        (env["ENABLE_PREFIX_DELEGATION"] == "true", classes)
    };
    let (prefixes, dense) = of(built());
    assert!(prefixes && dense.iter().all(|is_dense| *is_dense), "{dense:?}");
    let off = "addons:\n  vpc-cni: { values: { env: { ENABLE_PREFIX_DELEGATION: \"false\" } } }\n  yunikorn";
    let single = edited(&[
        ("emrgen.yaml", "  yunikorn: true", ""),
        ("emrgen.yaml", "addons:\n", &format!("{off}: true\n")),
    ]);
    let (prefixes, dense) = of(&single);
    assert!(!prefixes && !dense.iter().any(|is_dense| *is_dense), "{dense:?}");
    let xen = edited(&[("emrgen.yaml", "families: [c5]", "families: [c4]")]);
    assert!(xen.named(Kind::EC2NodeClass, "spark-with-ebs")["spec"].get("kubelet").is_none());
}

#[test]
fn s15_subnets_lie_in_zones_that_the_spec_names() {
    for subnet in built().resources("aws_subnet") {
        assert!(["us-west-2a", "us-west-2b"].contains(&word(&subnet["availability_zone"])));
    }
}

#[test]
fn s16_node_classes_and_pools_belong_together() {
    let classes: BTreeSet<&str> =
        built().values(Kind::EC2NodeClass).map(|class| word(&class["metadata"]["name"])).collect();
    let pools = built().values(Kind::NodePool);
    let used: BTreeSet<&str> =
        pools.map(|pool| word(&pool["spec"]["template"]["spec"]["nodeClassRef"]["name"])).collect();
    assert_eq!(classes, used);
}

#[test]
fn s17_shuffle_has_an_instance_store_or_a_root_volume_sized_for_it() {
    for class in built().values(Kind::EC2NodeClass) {
        let spec = &class["spec"];
        let root = bytes(word(&spec["blockDeviceMappings"][0]["ebs"]["volumeSize"])) >> 30;
        assert!(spec["instanceStorePolicy"] == "RAID0" || root >= 500, "{}", class["metadata"]);
        assert_eq!(spec["blockDeviceMappings"][0]["ebs"]["encrypted"], true);
    }
}

#[test]
fn s18_autoscalers_are_of_releases_that_support_the_clusters() {
    let cluster = built().resources("aws_eks_cluster")[0];
    let release = word(&cluster["version"]);
    let tag = &built().at("helm/cluster-autoscaler/values.yaml")["image"]["tag"];
    assert!(word(tag).starts_with(&format!("v{release}.")), "{tag}");
    let chart = &built().terraform()["helm_release.karpenter"]["version"];
    let (minor, _) = word(chart).rsplit_once('.').unwrap();
    let least = support_of(MinorVersion::parse(release).unwrap()).unwrap().karpenter;
    assert!(MinorVersion::parse(minor).unwrap() >= least, "{chart}");
}
