//! Every supported release of Karpenter, of Kubernetes and of EMR: the platform builds and is
//! accepted there, or emrgen names what the release lacks.

use crate::support::{accepted, blueprints, build, project, suite};

const KARPENTER: [&str; 15] = [
    "1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12",
    "1.13", "1.14",
];
const KUBERNETES: [&str; 7] = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

/// Releases of EMR from the oldest that the seed's jobs name to the newest, each with something new.
const EMR: [&str; 10] = [
    "emr-6.7.0",
    "emr-6.9.0",
    "emr-6.12.0",
    "emr-6.15.0",
    "emr-7.0.0",
    "emr-7.3.0",
    "emr-7.6.0",
    "emr-7.9.0",
    "emr-7.12.0",
    "emr-7.13.0",
];

/// The oracles to which a release makes a difference.
const ORACLES: [&str; 4] = ["--oracle", "kubernetes_schema", "--oracle", "karpenter_crd"];

#[test]
fn every_release_of_karpenter_takes_its_platform() {
    judge(KARPENTER.map(|karpenter| ("1.33", karpenter)));
}

#[test]
fn every_release_of_kubernetes_takes_its_platform() {
    judge(KUBERNETES.map(|kubernetes| (kubernetes, "1.6")));
}

#[test]
fn every_release_of_emr_takes_its_jobs() {
    let blueprint = project().join("blueprints/emr-eks-karpenter");
    let mut trees = Vec::new();
    for release in EMR {
        let setting = format!("teams.data-team-a.defaults.release={release}");
        match build(&blueprint, &format!("matrix/{release}"), &["--set", &setting]) {
            Ok(tree) => trees.push(tree),
            Err(said) => assert!(said.contains(release), "{release} is not named:\n{said}"),
        }
    }
    assert!(trees.len() >= EMR.len() / 2, "most releases take the seed's jobs");
    let Some(mut run) = suite("run.py") else { return };
    accepted(run.args(["--oracle", "botocore_model", "--oracle", "kubernetes_schema"]).args(trees));
}

fn judge<const N: usize>(releases: [(&str, &str); N]) {
    let trees: Vec<String> = releases
        .into_iter()
        .flat_map(|(kubernetes, karpenter)| trees(kubernetes, karpenter))
        .collect();
    assert!(!trees.is_empty(), "no release takes any blueprint");
    let Some(mut run) = suite("run.py") else { return };
    accepted(run.args(ORACLES).args(trees));
}

/// The blueprints' trees for these releases, as the suite takes them.
fn trees(kubernetes: &str, karpenter: &str) -> Vec<String> {
    let targets = format!("{kubernetes},{karpenter}");
    let options = ["--kubernetes", kubernetes, "--karpenter", karpenter];
    let mut found = Vec::new();
    for blueprint in blueprints() {
        match build(&blueprint, &format!("matrix/{targets}"), &options) {
            Ok(tree) => found.push(format!("{}@{targets}", tree.display())),
            Err(said) => assert!(
                said.contains(kubernetes) || said.contains(karpenter),
                "neither release of {targets} is named:\n{said}"
            ),
        }
    }
    found
}
