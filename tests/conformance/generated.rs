//! Specs that nobody wrote: every part of the language in combinations and with texts that are
//! awkward somewhere down the line, compiled and judged.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::dice::Dice;
use crate::support::{accepted, build, scratch, stream, suite};

const SPECS: u64 = 6;
/// How many of them must compile: a spec may ask for what its releases lack.
const COMPILED: usize = 5;

const KUBERNETES: [&str; 7] = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];
const KARPENTER: [&str; 6] = ["1.0", "1.3", "1.6", "1.8", "1.11", "1.14"];

/// Texts that YAML, JSON, shell or Terraform read as something else unless they are quoted.
const TEXTS: [&str; 24] = [
    "on",
    "no",
    "null",
    "~",
    "1_000",
    "012",
    "0o14",
    "1e3",
    ".5",
    "12:30:45",
    "2024-01-01",
    "it's",
    "\"quoted\"",
    "$HOME",
    "$(id)",
    "`id`",
    "a; b",
    "# no comment",
    "- dash",
    "{x}",
    "%x",
    "@x",
    "back\\slash",
    "ключ é 鍵",
];

#[test]
fn generated_platforms_are_accepted() {
    let mut trees = Vec::new();
    for seed in 0..SPECS {
        let mut dice = Dice::new(seed);
        let (kubernetes, karpenter) = (dice.one(&KUBERNETES), dice.one(&KARPENTER));
        let spec = write(seed, &documents(&mut dice, kubernetes, karpenter));
        match build(&spec, "generated", &[]) {
            Ok(tree) => {
                stream(&spec, &tree);
                trees.push(format!("{}@{kubernetes},{karpenter}", tree.display()));
            }
            Err(said) => assert!(said.contains("error["), "seed {seed}:\n{said}"),
        }
    }
    assert!(trees.len() >= COMPILED, "only {} of {SPECS} compiled", trees.len());
    let Some(mut judge) = suite("run.py") else { return };
    accepted(judge.args(trees));
}

/// The oracles that judge thousands of documents in a minute or two.
const QUICK: [&str; 9] = [
    "botocore_model",
    "helm_values",
    "iam_cfn_lint",
    "iam_parliament",
    "iam_policy_sentry",
    "karpenter_crd",
    "kubernetes_schema",
    "python_compile",
    "readers",
];
const TEAMS: usize = 100;

#[test]
fn a_large_platform_is_accepted() {
    let mut dice = Dice::new(SPECS);
    let mut documents = vec![platform(&mut dice, "1.33", "1.6")];
    documents.extend((0..TEAMS).map(|number| team(&mut dice, number)));
    let spec = write(SPECS, &documents);
    let tree = build(&spec, "large", &[]).expect("it compiles");
    let Some(mut judge) = suite("run.py") else { return };
    judge.args(QUICK.iter().flat_map(|oracle| ["--oracle", oracle]));
    accepted(judge.arg(format!("{}@1.33,1.6", tree.display())));
}

/// Writes the documents as JSON, which is YAML, into a directory of their own.
fn write(seed: u64, documents: &[Value]) -> PathBuf {
    let spec = scratch("specs").join(format!("generated-{seed}"));
    fs::create_dir_all(&spec).unwrap();
    let texts: Vec<String> = documents.iter().map(|document| format!("{document:#}\n")).collect();
    fs::write(spec.join("emrgen.yaml"), texts.join("---\n")).unwrap();
    program(&spec);
    spec
}

fn program(spec: &Path) {
    fs::write(spec.join("etl.py"), "\"\"\"A job that says hello.\"\"\"\n\nprint(\"hello\")\n")
        .unwrap();
}

fn documents(dice: &mut Dice, kubernetes: &str, karpenter: &str) -> Vec<Value> {
    let mut found = vec![platform(dice, kubernetes, karpenter)];
    for number in 0..=dice.below(3) {
        found.push(team(dice, number));
    }
    found
}

fn platform(dice: &mut Dice, kubernetes: &str, karpenter: &str) -> Value {
    let region = dice.one(&["us-west-2", "eu-central-1", "us-gov-west-1", "cn-north-1"]);
    let zones = [format!("{region}a"), format!("{region}b")];
    json!({
        "apiVersion": "emrgen.io/v1",
        "kind": "Platform",
        "name": dice.one(&["data", "emr-eks", "a-platform-with-a-rather-long-name"]),
        "aws": {
            "account": dice.one(&["123456789012", "000123456789"]),
            "region": region,
            "zones": zones,
            "tags": tags(dice),
        },
        "cluster": {
            "create": dice.once_in(2),
            "kubernetes": kubernetes,
            "karpenter": karpenter,
            "identity": dice.one(&["irsa", "pod-identity"]),
            "access": dice.one(&["access-entries", "aws-auth"]),
        },
        "addons": { "yunikorn": true, "fsx-csi-driver": true, "kubecost": dice.once_in(2) },
        "pools": { "nvme": nvme_pool(dice), "ebs": ebs_pool(dice), "arm": arm_pool(dice) },
        "storage": { "fast": { "ebs": ebs_storage(dice) }, "lustre": { "lustre": {} } },
    })
}

fn tags(dice: &mut Dice) -> Map<String, Value> {
    let keys = ["Owner", "on", "cost:center"];
    keys.iter().map(|key| ((*key).to_owned(), json!(dice.one(&TEXTS)))).collect()
}

fn nvme_pool(dice: &mut Dice) -> Value {
    json!({
        "instances": { "families": ["c5d", "m5d", "r5d"], "vcpus": [4, 8, 16] },
        "capacity": dice.one(&[&["spot", "on-demand"][..], &["on-demand"][..]]),
        "weight": 1 + dice.below(100),
        "limits": { "cpu": dice.one(&["1000", "500", "2k"]) },
        "disruption": {
            "consolidate": dice.one(&["WhenEmpty", "WhenEmptyOrUnderutilized"]),
            "after": dice.one(&["30s", "1m", "1h30m"]),
            "budgets": [{ "nodes": dice.one(&["10%", "1", "100%"]) }],
        },
        "labels": { "example.org/tier": dice.one(&["on", "1e3", "012", "x"]) },
    })
}

fn ebs_pool(dice: &mut Dice) -> Value {
    json!({
        "instances": { "categories": ["c", "m", "r"], "generation": { "min": 5 } },
        "scratch": { "ebs": dice.one(&["200Gi", "1Ti"]) },
        "disruption": {
            "expireAfter": dice.one(&["Never", "720h"]),
            "terminationGracePeriod": "48h",
        },
    })
}

fn arm_pool(dice: &mut Dice) -> Value {
    json!({
        "arch": "arm64",
        "instances": { "families": ["r6gd", "m6gd"] },
        "ami": dice.one(&["al2023@latest", "al2023@v20250807"]),
    })
}

fn ebs_storage(dice: &mut Dice) -> Value {
    json!({ "type": dice.one(&["gp3", "gp2"]), "fsType": dice.one(&["ext4", "xfs"]) })
}

fn team(dice: &mut Dice, number: usize) -> Value {
    let name = format!("{}-{number}", dice.one(&["ads", "on", "team-with-a-long-name", "x1e3"]));
    json!({
        "apiVersion": "emrgen.io/v1",
        "kind": "Team",
        "name": name,
        "quota": { "cpu": "200", "memory": "800Gi", "pods": 200 },
        "volumes": { "work": { "storage": "fast", "size": "50Gi" } },
        "data": { "read": ["s3://example-bucket/in put/"], "databases": ["sales"] },
        "defaults": defaults(dice),
        "jobs": { "etl": {}, "arm": { "pool": "arm" }, "spill": spilling(dice), "gang": gang(dice) },
    })
}

fn defaults(dice: &mut Dice) -> Value {
    json!({
        "release": dice.one(&["emr-7.9.0", "emr-7.3.0", "emr-7.12.0-latest"]),
        "entryPoint": "etl.py",
        "arguments": ["${input}", dice.one(&TEXTS), dice.one(&TEXTS)],
        "driver": { "cores": 1, "memory": dice.one(&["2g", "4g", "3072m"]) },
        "executors": { "cores": 1, "memory": "4g", "instances": instances(dice) },
        "pool": dice.one(&["nvme", "ebs"]),
        "maxRuntime": "2h",
        "conf": { "spark.example.text": dice.one(&TEXTS) },
    })
}

fn instances(dice: &mut Dice) -> Value {
    if dice.once_in(2) { json!(3) } else { json!({ "min": 1, "max": 8 }) }
}

fn spilling(dice: &mut Dice) -> Value {
    let scratch =
        [json!({ "storage": "fast", "size": "100Gi" }), json!({ "node": "50Gi" }), json!("memory")];
    json!({ "scratch": scratch[dice.below(scratch.len())].clone(), "catalog": "glue" })
}

fn gang(dice: &mut Dice) -> Value {
    json!({
        "executors": { "instances": 1 + dice.below(5) },
        "scheduler": { "yunikorn": { "queue": "root.test", "gang": true } },
    })
}
