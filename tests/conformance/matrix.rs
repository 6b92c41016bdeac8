//! Every supported release of Karpenter and of Kubernetes: the platform builds and is accepted
//! there, or emrgen names what the release lacks.

use std::path::Path;

use crate::support::{accepted, blueprints, build, suite};

const KARPENTER: [&str; 15] = [
    "1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11", "1.12",
    "1.13", "1.14",
];
const KUBERNETES: [&str; 7] = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

/// The oracles to which a release makes a difference.
const ORACLES: [&str; 4] = ["--oracle", "kubernetes_schema", "--oracle", "karpenter_crd"];

#[test]
fn every_release_of_karpenter_takes_its_platform() {
    for release in KARPENTER {
        judge("--karpenter", release);
    }
}

#[test]
fn every_release_of_kubernetes_takes_its_platform() {
    for release in KUBERNETES {
        judge("--kubernetes", release);
    }
}

fn judge(option: &str, release: &str) {
    for blueprint in blueprints() {
        match build(&blueprint, &format!("matrix{option}-{release}"), &[option, release]) {
            Ok(tree) => accept(&blueprint, &tree, option, release),
            Err(said) => assert!(said.contains(release), "{release} is not named:\n{said}"),
        }
    }
}

fn accept(blueprint: &Path, tree: &Path, option: &str, release: &str) {
    let Some(mut run) = suite("run.py") else { return };
    run.args(ORACLES).arg("--spec").arg(blueprint).args([option, release]).arg(tree);
    accepted(&mut run);
}
