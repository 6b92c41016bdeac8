//! The Terraform tree: every reference has a target, text stays text, and what the reference
//! platform got wrong is right.

mod addons;
mod network;
mod storage;
mod teams;

use std::collections::{BTreeMap, BTreeSet};

use emrgen::artifact::Kind;
use emrgen::artifact::terraform::{addresses, references};
use emrgen::compile::{Input, Request, back, front};
use serde_json::Value;

/// The files of the Terraform tree of a spec, which has to be free of errors.
pub fn tree(spec: &str) -> Tree {
    let input = Input { name: "emrgen.yaml".to_owned(), text: spec.to_owned() };
    let outcome =
        back(front(Request { spec: vec![input], ..Request::default() }), &BTreeMap::new());
    let platform = outcome.platform.as_ref().unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
    assert_eq!(platform.origin.route.to_string(), "");
    let terraform = outcome
        .artifacts
        .iter()
        .filter(|artifact| artifact.kind == Kind::TerraformConfiguration)
        .map(|artifact| (artifact.path.clone(), artifact.value().unwrap().clone()));
    let tree = Tree(terraform.collect());
    assert!(!tree.0.is_empty(), "{:?}", outcome.diagnostics);
    tree
}

/// The files of a tree by path.
pub struct Tree(pub BTreeMap<String, Value>);

impl Tree {
    /// The body of a resource: `aws_vpc.this`.
    pub fn resource(&self, address: &str) -> &Value {
        self.find("resource", address).unwrap_or_else(|| panic!("{address} is not declared"))
    }

    /// The body of a resource or a data source, if it is declared.
    pub fn find(&self, block: &str, address: &str) -> Option<&Value> {
        let (kind, label) = address.split_once('.').unwrap();
        self.0.values().find_map(|file| file.get(block)?.get(kind)?.get(label))
    }

    /// The labels of all resources of a type.
    pub fn labels(&self, kind: &str) -> Vec<&str> {
        let bodies =
            self.0.values().filter_map(|file| file.get("resource")?.get(kind)?.as_object());
        bodies.flatten().map(|(label, _)| label.as_str()).collect()
    }

    /// A local value.
    pub fn local(&self, name: &str) -> &Value {
        let found = self.0.values().find_map(|file| file.get("locals")?.get(name));
        found.unwrap_or_else(|| panic!("local.{name} is not declared"))
    }

    /// The references without a target, each with its file.
    pub fn dangling(&self) -> Vec<String> {
        let declared: BTreeSet<String> = self.0.values().flat_map(addresses).collect();
        let of_file = |(path, file): (&String, &Value)| {
            let missing = references(file).into_iter();
            let missing = missing.filter(|found| !declared.contains(&found.address));
            missing.map(|found| format!("{path}: {} at {}", found.address, found.route)).collect()
        };
        self.0.iter().flat_map(|entry| -> Vec<String> { of_file(entry) }).collect()
    }
}

/// A platform that uses everything: `cluster` and what follows are lines of YAML.
pub fn platform(cluster: &str, rest: &str) -> String {
    format!(
        r#"
apiVersion: emrgen.io/v1
kind: Platform
name: lake
aws: {{ account: "123456789012", region: us-west-2, zones: [us-west-2a, us-west-2b] }}
cluster: {{ {cluster} }}
addons:
  aws-load-balancer-controller: true
  cloudwatch-metrics: true
  fluent-bit: true
  fsx-csi-driver: true
  spark-history-server: true
  spark-operator: true
  yunikorn: true
  amazon-managed-prometheus: true
  prometheus: true
  karpenter: true
  ebs-csi-driver: true
pools:
  etl: {{ instances: {{ families: [c5d] }} }}
storage:
  gp3-fast: {{ ebs: {{ type: gp3 }} }}
  scratch: {{ lustre: {{}} }}
  shared: {{ lustre: {{ size: 2400Gi, throughput: 500, repository: "s3://some-data/tables/" }} }}
{rest}
---
apiVersion: emrgen.io/v1
kind: Team
name: ads
defaults: {{ release: emr-7.9.0, entryPoint: "s3://some-code/job.py", pool: etl }}
jobs:
  hourly: {{ maxRuntime: 1h, catalog: glue }}
---
apiVersion: emrgen.io/v1
kind: Team
name: 2nd-team
namespace: second
role: shared.role+x=1
jobs: {{}}
"#
    )
}

/// What a cluster can be.
const CLUSTERS: [&str; 7] = [
    "create: true",
    "create: false",
    "create: true, identity: pod-identity",
    "create: false, identity: pod-identity",
    "create: true, access: aws-auth",
    "create: true, network: { endpoints: true, natGateways: per-zone }",
    "create: false, oidcIssuer: https://oidc.eks.us-west-2.amazonaws.com/id/ABCDEF",
];

#[test]
fn every_reference_has_its_target_in_the_same_tree() {
    for cluster in CLUSTERS {
        let dangling = tree(&platform(cluster, "")).dangling();
        assert!(dangling.is_empty(), "{cluster}:\n{}", dangling.join("\n"));
    }
}

/// The tree of a blueprint, as it is committed.
fn committed(blueprint: &str) -> Tree {
    let directory = crate::support::project().join("golden").join(blueprint).join("terraform");
    let files = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.display().to_string(), serde_json::from_str(&text).unwrap())
    };
    Tree(files.map(read).collect())
}

#[test]
fn every_reference_of_every_blueprint_has_its_target() {
    let blueprints = std::fs::read_dir(crate::support::project().join("blueprints")).unwrap();
    let names: Vec<String> = blueprints
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert!(names.len() >= 3);
    for name in names {
        let tree = committed(&name);
        let count: usize = tree.0.values().map(|file| references(file).len()).sum();
        assert!(count > 5, "{name}");
        let dangling = tree.dangling();
        assert!(dangling.is_empty(), "{name}:\n{}", dangling.join("\n"));
    }
}

#[test]
fn a_tree_declares_each_address_once() {
    for cluster in CLUSTERS {
        let tree = tree(&platform(cluster, ""));
        let all: Vec<String> = tree.0.values().flat_map(addresses).collect();
        let different: BTreeSet<&String> = all.iter().collect();
        assert_eq!(all.len(), different.len(), "{cluster}");
    }
}

#[test]
fn text_of_a_spec_is_never_code() {
    let evil = r#"${boom.text}%{ if true }"${var.x}"#;
    let quoted = serde_json::to_string(evil).unwrap();
    let cluster = format!(
        "create: true, interruptionQueue: {quoted}, discovery: {{ {quoted}: {quoted} }}, \
         keyAdministrators: [{quoted}], coreNodeGroup: {{ instanceTypes: [{quoted}] }}"
    );
    let spec = platform(&cluster, "")
        .replace("aws: {", &format!("aws: {{ tags: {{ {quoted}: {quoted} }},"))
        .replace("jobs: {}", &format!("jobs: {{}}\nlabels: {{ {quoted}: {quoted} }}"))
        .replace(
            "yunikorn: true",
            &format!("yunikorn: {{ version: {quoted}, values: {{ a: {quoted}, {quoted}: b }} }}"),
        );
    let tree = tree(&spec);
    let dangling = tree.dangling();
    assert!(dangling.is_empty(), "{}", dangling.join("\n"));
    let tags = &tree.0["terraform/providers.tf.json"]["provider"]["aws"]["default_tags"]["tags"];
    let escaped = r#"$${boom.text}%%{ if true }"$${var.x}"#;
    assert_eq!(tags[escaped], escaped);
}

#[test]
fn x15_providers_are_pinned_and_no_module_is_used() {
    let tree = tree(&platform("create: true", ""));
    let settings = &tree.0["terraform/versions.tf.json"]["terraform"];
    assert_eq!(settings["required_version"], ">= 1.3.2");
    assert_eq!(settings["required_providers"]["aws"]["version"], "~> 5.95");
    assert!(tree.0.values().all(|file| file.get("module").is_none()));
}

#[test]
fn an_override_reaches_terraform_itself() {
    let backend = "override: { TerraformConfiguration: { terraform: { backend: { s3: { bucket: state } } } } }";
    let tree = tree(&platform("create: false", backend));
    let settings = &tree.0["terraform/versions.tf.json"]["terraform"];
    assert_eq!(settings["backend"]["s3"]["bucket"], "state");
    assert!(settings["required_providers"]["aws"].is_object(), "merged, not replaced");
}
