//! F: what a document looks like.

use std::collections::BTreeSet;

use emrgen::artifact::{Artifact, Kind};
use emrgen::render::artifacts::text;
use serde_json::Value;

use super::{built, edited, texts, word};

/// Kinds of objects that belong to no namespace.
const CLUSTER_SCOPED: [Kind; 7] = [
    Kind::Namespace,
    Kind::StorageClass,
    Kind::EC2NodeClass,
    Kind::NodePool,
    Kind::PersistentVolume,
    Kind::ValidatingAdmissionPolicy,
    Kind::ValidatingAdmissionPolicyBinding,
];

fn objects() -> impl Iterator<Item = (&'static Artifact, &'static Value)> {
    let all = built().artifacts.iter().filter(|it| it.path.starts_with("kubernetes/"));
    all.filter(|it| it.kind != Kind::Kustomization).filter_map(|it| Some((it, it.value()?)))
}

#[test]
fn f01_f03_f04_f06_a_strict_reader_finds_one_document_with_the_values_that_were_meant() {
    for artifact in &built().artifacts {
        let Some(meant) = artifact.value() else { continue };
        let written = text(artifact);
        let read: Value = if artifact.path.ends_with(".json") {
            serde_json::from_str(&written).unwrap()
        } else {
            serde_yaml::from_str(&written)
                .unwrap_or_else(|error| panic!("{}: {error}", artifact.path))
        };
        assert_eq!(read, *meant, "{}", artifact.path);
    }
}

#[test]
fn f11_f12_no_variable_is_left_in_a_document() {
    // Terraform's and Grafana's own variables are theirs to fill in.
    let has_own =
        |it: &&Artifact| matches!(it.kind, Kind::TerraformConfiguration | Kind::ConfigMap);
    for artifact in built().artifacts.iter().filter(|it| !has_own(it)) {
        let mut found = Vec::new();
        artifact.value().iter().for_each(|value| texts(value, &mut found));
        // Spark itself puts the application's id there, Fluent Bit the tag and the time.
        let of_the_reader = ["{{APP_ID}}", "$(POD_NAME)", "scratch/$(POD_NAME)"];
        for text in found.iter().filter(|text| !of_the_reader.contains(&text.as_str())) {
            let marks = ["${", "$(", "%{", "<no value>"];
            assert!(!marks.iter().any(|mark| text.contains(mark)), "{}: {text}", artifact.path);
        }
    }
}

#[test]
fn f15_objects_are_of_apis_that_a_cluster_of_the_release_serves() {
    for (artifact, value) in objects() {
        let version = word(&value["apiVersion"]);
        assert_eq!(Some(version), artifact.kind.facts().api_version, "{}", artifact.path);
        assert!(version.ends_with("v1"), "{}: {version}", artifact.path);
    }
}

#[test]
fn f17_f18_objects_have_a_namespace_exactly_where_their_kind_has() {
    for (artifact, value) in objects() {
        let namespace = value["metadata"].get("namespace");
        let expected = !CLUSTER_SCOPED.contains(&artifact.kind);
        assert_eq!(namespace.is_some(), expected, "{}", artifact.path);
    }
}

#[test]
fn f19_namespaced_roles_name_no_resource_of_the_cluster_but_their_own_namespace() {
    let cluster = ["nodes", "persistentvolumes", "storageclasses", "clusterroles"];
    for role in built().values(Kind::Role) {
        let mut found = Vec::new();
        texts(&role["rules"], &mut found);
        assert!(!found.iter().any(|text| cluster.contains(&text.as_str())), "{role}");
    }
}

#[test]
fn f20_f21_no_two_objects_have_one_name() {
    let mut seen = BTreeSet::new();
    for (artifact, value) in objects() {
        let metadata = &value["metadata"];
        let identity =
            (word(&value["kind"]), metadata.get("namespace").map(word), word(&metadata["name"]));
        assert!(seen.insert(identity), "{}: {identity:?} is there twice", artifact.path);
    }
    let releases = built().resources("helm_release");
    let names: BTreeSet<_> =
        releases.iter().map(|it| (word(&it["namespace"]), word(&it["name"]))).collect();
    assert_eq!(names.len(), releases.len());
}

#[test]
fn f13_expiry_stands_where_karpenter_reads_it() {
    let aged = edited(&[(
        "emrgen.yaml",
        "    disruption: { consolidate: WhenEmpty, after: 30s }",
        "    disruption: { consolidate: WhenEmpty, after: 30s, expireAfter: 720h }",
    )]);
    let pool = aged.named(Kind::NodePool, "spark-with-ebs");
    assert_eq!(pool["spec"]["template"]["spec"]["expireAfter"], "720h");
    assert!(pool["spec"]["disruption"].get("expireAfter").is_none());
}
