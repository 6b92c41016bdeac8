//! A spec with ten planted mistakes yields ten diagnostics in one run, each at its line and column.

use std::fs;

use serde_json::Value;

use crate::support::emrgen;

/// Each mistake is on a line of its own; what is expected of it stands in `EXPECTED`.
const SPEC: &str = r#"apiVersion: emrgen.io/v1
kind: Platform
name: ten
aws: { account: "123456789012", region: us-west-2, zones: [us-east-1a] }
pools:
  etl:
    instances: { familys: [c5d] }
    limits: { cpu: 2GiB }
    weight: 900
    weight: 10
  gpu:
    capacity: [spots]
    disruption: { after: [] }
---
apiVersion: emrgen.io/v1
kind: Team
name: ads
volumes:
  state: { storage: blocks, size: 10Gi }
jobs:
  daily:
    release: emr-7.9.0
    entryPoint: s3://ads/daily.py
    arguments: ["${inputs}"]
    pool: etk
"#;

const EXPECTED: [(&str, u64, u64); 10] = [
    ("foreign-zone", 4, 60),
    ("unknown-field", 7, 18),
    ("bad-value", 8, 20),
    ("bad-value", 9, 13),
    ("duplicate-key", 10, 5),
    ("bad-value", 12, 16),
    ("wrong-type", 13, 26),
    ("unknown-storage", 19, 21),
    ("unknown-variable", 24, 17),
    ("unknown-pool", 25, 11),
];

#[test]
fn ten_mistakes_in_one_run() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("emrgen.yaml"), SPEC).unwrap();
    let run = emrgen()
        .current_dir(directory.path())
        .args(["check", "--format", "json"])
        .output()
        .unwrap();
    assert_eq!(run.status.code(), Some(1));
    let found: Vec<Value> = serde_json::from_slice(&run.stdout).unwrap();
    let found: Vec<(&str, u64, u64)> = found
        .iter()
        .map(|one| {
            let number = |key: &str| one[key].as_u64().unwrap();
            (one["code"].as_str().unwrap(), number("line"), number("column"))
        })
        .collect();
    assert_eq!(found, EXPECTED);
}
