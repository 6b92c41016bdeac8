//! Two deployments keep their state in one directory.

use std::collections::BTreeMap;

use crate::check::bundle::FlinkDeployment;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Two deployments keep their state in one directory.
pub const RULE: Rule = Rule {
    code: Code("shared-checkpoints"),
    severity: Severity::Warning,
    summary: "two Flink deployments keep checkpoints or leader state in one directory",
    page: include_str!("shared_checkpoints.md"),
    check,
};

const KEYS: [&str; 3] =
    ["state.checkpoints.dir", "execution.checkpointing.dir", "high-availability.storageDir"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut taken = BTreeMap::new();
    for deployment in bundle.flink_deployments().filter_map(FlinkDeployment::of) {
        let artifact = deployment.artifact;
        for key in KEYS {
            let Some((directory, route)) = deployment.setting(&[key]) else { continue };
            let directory = directory.trim_end_matches('/');
            let mine = (artifact, route.clone());
            let (first, there) = taken.entry((key, directory.to_owned())).or_insert(mine).clone();
            if std::ptr::eq(first, artifact) || first.name() == artifact.name() {
                continue;
            }
            let name = |it: &crate::artifact::Artifact| it.name().unwrap_or_default().to_owned();
            findings
                .at(
                    artifact,
                    route,
                    format!(
                        "deployments `{}` and `{}` both keep `{key}` in `{directory}`",
                        name(first),
                        name(artifact)
                    ),
                )
                .related(first, &there, "the other one")
                .help("give each a directory of its own, or one restores the other's state");
        }
    }
}
