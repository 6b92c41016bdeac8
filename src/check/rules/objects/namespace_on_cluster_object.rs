//! An object of the cluster is given a namespace.

use crate::check::bundle::ObjectName;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An object of the cluster is given a namespace.
pub const RULE: Rule = Rule {
    code: Code("namespace-on-cluster-object"),
    severity: Severity::Warning,
    summary: "an object that belongs to no namespace is given one",
    page: include_str!("namespace_on_cluster_object.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts {
        let Some(object) = ObjectName::of(artifact) else { continue };
        let is_none = object.is_namespaced() == Some(false);
        let Some(namespace) = object.namespace.filter(|it| is_none && !it.contains('$')) else {
            continue;
        };
        findings
            .at(
                artifact,
                &route!["metadata", "namespace"],
                format!(
                    "{} `{}` belongs to no namespace, and is given `{namespace}`",
                    object.kind, object.name
                ),
            )
            .help(
                "remove it: some clients drop it, others refuse it, and tools that keep \
                state look for it in vain",
            );
    }
}
