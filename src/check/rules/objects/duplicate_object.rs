//! Two objects have one name.

use std::collections::BTreeMap;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::ObjectName;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Two objects have one name.
pub const RULE: Rule = Rule {
    code: Code("duplicate-object"),
    severity: Severity::Error,
    summary: "two objects of one kind and name that differ, of which the second replaces the first",
    page: include_str!("duplicate_object.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<(ObjectName<'_>, &str), &Artifact> = BTreeMap::new();
    let has_patches = bundle.of(Kind::Kustomization).any(is_patching);
    // Terraform refuses what is there already; one of two that it may make is often not made.
    for artifact in bundle.artifacts.iter().filter(|it| !it.origins.is_inner()) {
        let Some(object) = ObjectName::of(artifact) else { continue };
        // The same object in two directories may be meant for two clusters.
        let directory = artifact.path.rsplit_once('/').map_or("", |(directory, _)| directory);
        let first = *known.entry((object, directory)).or_insert(artifact);
        let is_same = std::ptr::eq(first, artifact) || first.value() == artifact.value();
        let is_one_file = first.path == artifact.path;
        if is_same || (!is_one_file && has_patches) {
            continue;
        }
        let found = findings
            .at(
                artifact,
                &route!["metadata", "name"],
                format!(
                    "there are two different {} `{}`, and the second replaces the first",
                    plural(object.kind),
                    object.name
                ),
            )
            .related(first, &route!["metadata", "name"], "the first")
            .help("give one of them another name");
        // Two files may be alternatives, of which one is applied.
        if !is_one_file {
            found.severity(Severity::Warning);
        }
    }
}

/// Whether some of the files beside it are patches of others.
fn is_patching(kustomization: &Artifact) -> bool {
    let keys = ["patches", "patchesStrategicMerge"];
    kustomization.value().is_some_and(|value| keys.iter().any(|key| value.get(key).is_some()))
}

fn plural(kind: &str) -> String {
    match kind.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o'])) {
        Some(stem) => format!("{stem}ies"),
        None if kind.ends_with('s') => format!("{kind}es"),
        None => format!("{kind}s"),
    }
}
