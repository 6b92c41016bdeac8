//! An ARN is of a partition that the platform is not in.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, Target};
use crate::catalog::region;
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An ARN is of a partition that the platform is not in.
pub const RULE: Rule = Rule {
    code: Code("arn-of-other-partition"),
    severity: Severity::Error,
    summary: "an ARN of another AWS partition than that of the platform's region",
    page: include_str!("arn_of_other_partition.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(here) = bundle.region() else { return };
    let own = region::partition_of(&here).name;
    for artifact in bundle.artifacts.iter().filter(|artifact| has_arns(artifact)) {
        let Some(value) = artifact.value() else { continue };
        let mut told = BTreeSet::new();
        texts(value, &mut |trail, text| {
            let Some(partition) = text.strip_prefix("arn:").and_then(|it| it.split(':').next())
            else {
                return;
            };
            let is_other = region::partition(partition).is_some_and(|it| it.name != own);
            if !is_other || !told.insert(partition.to_owned()) {
                return;
            }
            findings
                .at(
                    artifact,
                    &trail.route(),
                    format!("`{text}` is in partition `{partition}`, but {here} is in `{own}`"),
                )
                .help(format!("write `arn:{own}:`"));
        });
    }
}

fn has_arns(artifact: &Artifact) -> bool {
    matches!(artifact.kind.facts().target, Target::Emr | Target::Iam)
}
