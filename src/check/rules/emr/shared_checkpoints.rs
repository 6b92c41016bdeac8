//! Two deployments keep their state in one directory.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

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
    for artifact in bundle.flink_deployments() {
        let configuration = artifact.value().and_then(|it| it.pointer("/spec/flinkConfiguration"));
        for key in KEYS {
            let Some(directory) = configuration.and_then(|it| it.get(key)).and_then(Value::as_str)
            else {
                continue;
            };
            let directory = directory.trim_end_matches('/');
            let route = route!["spec", "flinkConfiguration", key];
            let first = *taken.entry((key, directory.to_owned())).or_insert(artifact);
            if std::ptr::eq(first, artifact) || first.name() == artifact.name() {
                continue;
            }
            let name = |it: &crate::artifact::Artifact| it.name().unwrap_or_default().to_owned();
            findings
                .at(
                    artifact,
                    &route,
                    format!(
                        "deployments `{}` and `{}` both keep `{key}` in `{directory}`",
                        name(first),
                        name(artifact)
                    ),
                )
                .related(first, &route, "the other one")
                .help("give each a directory of its own, or one restores the other's state");
        }
    }
}
