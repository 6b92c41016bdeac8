//! An object lands in whatever namespace is current.

use serde_json::Value;

use crate::artifact::Kind;
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
    // Kustomize may add it to all of them.
    let is_added = |it: &crate::artifact::Artifact| {
        it.value().is_some_and(|value| value.get("namespace").is_some_and(Value::is_string))
    };
    if bundle.of(Kind::Kustomization).any(is_added) {
        return;
    }
    // Terraform takes `default` where nothing is written.
    let objects = || {
        let all = bundle.artifacts.iter().filter(|it| !it.origins.is_inner());
        all.filter_map(|it| Some((it, ObjectName::of(it)?)))
    };
    // Whoever names no namespace at all says it on the command line.
    let others =
        objects().find(|(_, it)| it.namespace.is_some() && it.is_namespaced() == Some(true));
    for (artifact, object) in objects() {
        let watches = matches!(artifact.kind, Kind::PodMonitor | Kind::ServiceMonitor)
            && artifact.value().is_some_and(|it| it.pointer("/spec/namespaceSelector").is_some());
        let is_bare = object.namespace.is_none() && object.is_namespaced() == Some(true);
        if !is_bare || (others.is_none() && !watches) {
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
