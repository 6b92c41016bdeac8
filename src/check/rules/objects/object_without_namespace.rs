//! An object lands in whatever namespace is current.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::ObjectName;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An object lands in whatever namespace is current.
pub const RULE: Rule = Rule {
    code: Code("object-without-namespace"),
    severity: Severity::Warning,
    summary: "an object without a namespace among others that have one",
    page: include_str!("object_without_namespace.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if bundle.artifacts.iter().any(adds_namespaces) {
        return;
    }
    // Terraform takes `default` where nothing is written.
    let objects = || {
        let all = bundle.artifacts.iter().filter(|it| !it.origins.is_inner());
        all.filter_map(|it| Some((it, ObjectName::of(it)?)))
    };
    // Whoever names no namespace at all in a directory says it on the command line.
    let named: BTreeSet<&str> = objects()
        .filter(|(_, it)| it.namespace.is_some() && it.is_namespaced() == Some(true))
        .map(|(artifact, _)| directory(artifact))
        .collect();
    for (artifact, object) in objects() {
        let watches = matches!(artifact.kind, Kind::PodMonitor | Kind::ServiceMonitor)
            && artifact.value().is_some_and(|it| it.pointer("/spec/namespaceSelector").is_some());
        let is_bare = object.namespace.is_none() && object.is_namespaced() == Some(true);
        if !is_bare || (!named.contains(directory(artifact)) && !watches) {
            continue;
        }
        findings
            .at(
                artifact,
                &route!["metadata", "name"],
                format!(
                    "{} `{}` has no namespace, and lands in that of whoever applies it",
                    object.kind, object.name
                ),
            )
            .help("write `metadata.namespace`");
    }
}

/// Kustomize, Flux and Argo CD may give a namespace to all that they apply.
fn adds_namespaces(artifact: &Artifact) -> bool {
    const PLACES: [&str; 4] = [
        "/namespace",
        "/spec/targetNamespace",
        "/spec/destination/namespace",
        "/spec/template/spec/destination/namespace",
    ];
    let group = artifact.value().and_then(|it| it.get("apiVersion")?.as_str()).unwrap_or_default();
    let applies = artifact.kind == Kind::Kustomization
        || group.starts_with("argoproj.io/")
        || group.starts_with("kustomize.toolkit.fluxcd.io/");
    applies
        && PLACES.iter().any(|place| {
            artifact.value().and_then(|it| it.pointer(place)).is_some_and(Value::is_string)
        })
}

fn directory(artifact: &Artifact) -> &str {
    artifact.path.rsplit_once('/').map_or("", |(directory, _)| directory)
}
