//! Buckets and file systems.

use serde_json::json;

use super::{Tree, platform, tree};

fn lustre(tree: &Tree, kind: &str) -> Vec<(String, i64, i64)> {
    let ports = |label: &str| {
        let rule = tree.resource(&format!("{kind}.{label}"));
        Some((label.to_owned(), rule["from_port"].as_i64()?, rule["to_port"].as_i64()?))
    };
    let labels = tree.labels(kind);
    labels.into_iter().filter(|label| label.starts_with("lustre_")).filter_map(ports).collect()
}

#[test]
fn v11_lustre_ports_are_open_both_ways() {
    for cluster in ["create: true", "create: false"] {
        let tree = tree(&platform(cluster, ""));
        for kind in ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"] {
            let rules = lustre(&tree, kind);
            for peer in ["nodes", "self"] {
                let mut ports: Vec<_> = rules
                    .iter()
                    .filter(|(label, ..)| label.contains(peer))
                    .map(|(_, from, to)| (*from, *to))
                    .collect();
                ports.sort_unstable();
                assert_eq!(ports, [(988, 988), (1018, 1023)], "{cluster} {kind} {peer}");
            }
        }
    }
}

#[test]
fn v12_the_linked_directory_is_not_where_scratch_lies() {
    let tree = tree(&platform("create: true", ""));
    let link = tree.resource("aws_fsx_data_repository_association.shared");
    assert_eq!(link["file_system_path"], "/data");
    assert_eq!(link["data_repository_path"], "s3://some-data/tables");
}

#[test]
fn v28_persistent_file_systems_say_their_throughput_and_scratch_ones_do_not() {
    let system = |lustre: &str| {
        let spec = platform("create: true", "").replace("size: 2400Gi, throughput: 500", lustre);
        let spec = spec.replace(r#", repository: "s3://some-data/tables/""#, "");
        tree(&spec).resource("aws_fsx_lustre_file_system.shared").clone()
    };
    assert_eq!(system("size: 2400Gi")["per_unit_storage_throughput"], 125);
    let scratch = system("size: 1200Gi, deployment: SCRATCH_2");
    assert_eq!(scratch.get("per_unit_storage_throughput"), None);
    assert_eq!(scratch["storage_capacity"], 1200);
}

#[test]
fn v10_a_file_system_lies_beside_the_nodes_of_one_zone() {
    let tree = tree(&platform("create: true", ""));
    let system = tree.resource("aws_fsx_lustre_file_system.shared");
    assert_eq!(system["subnet_ids"], json!(["${aws_subnet.nodes_us-west-2a.id}"]));
}

#[test]
fn a_file_system_that_exists_is_not_made() {
    let spec = platform("create: true", "")
        .replace("size: 2400Gi, throughput: 500", "fileSystem: fs-0123456789abcdef0");
    let tree = tree(&spec);
    assert!(tree.labels("aws_fsx_lustre_file_system").is_empty());
    assert!(tree.dangling().is_empty());
}

#[test]
fn x14_a_bucket_keeps_what_it_holds_unless_the_spec_says_otherwise() {
    let spec = platform("create: true", "");
    let bucket = |spec: &str| tree(spec).resource("aws_s3_bucket.platform").clone();
    assert_eq!(bucket(&spec)["force_destroy"], false);
    let forced = spec.replace("aws: {", "aws: { bucket: { forceDestroy: true },");
    assert_eq!(bucket(&forced)["force_destroy"], true);
}

#[test]
fn a_bucket_that_exists_is_not_made() {
    let spec = platform("create: true", "").replace("aws: {", "aws: { bucket: there-already,");
    assert!(tree(&spec).labels("aws_s3_bucket").is_empty());
}

#[test]
fn outputs_are_named_as_late_values_ask_for_them() {
    let tree = tree(&platform("create: true", ""));
    let outputs = &tree.0["terraform/outputs.tf.json"]["output"];
    assert_eq!(
        outputs["file_system_ids"]["value"]["shared"],
        "${aws_fsx_lustre_file_system.shared.id}"
    );
    for name in [
        "oidc_issuer",
        "vpc_id",
        "file_system_subnet_id",
        "file_system_security_group_id",
        "file_system_dns_names",
        "file_system_mount_names",
    ] {
        assert!(outputs[name]["value"].is_string() || outputs[name]["value"].is_object(), "{name}");
    }
}
