//! Two virtual clusters want one namespace.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Two virtual clusters want one namespace.
pub const RULE: Rule = Rule {
    code: Code("namespace-taken-twice"),
    severity: Severity::Error,
    summary: "two virtual clusters on one namespace, of which EMR makes only the first",
    page: include_str!("namespace_taken_twice.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut taken = BTreeMap::new();
    for artifact in bundle.of(Kind::CreateVirtualCluster) {
        // Of two expressions nobody knows whether they stand for the same.
        let text = |pointer: &str| {
            let text = artifact.value()?.pointer(pointer).and_then(Value::as_str);
            text.filter(|text| !text.contains('$'))
        };
        let namespace = text("/containerProvider/info/eksInfo/namespace");
        let (Some(namespace), Some(cluster)) = (namespace, text("/containerProvider/id")) else {
            continue;
        };
        let route = route!["containerProvider", "info", "eksInfo", "namespace"];
        // The same request in two directories is one request, kept twice.
        let name = text("/name").unwrap_or_default();
        let first = *taken.entry((cluster, namespace)).or_insert((artifact, name));
        if first.1 == name {
            continue;
        }
        findings
            .at(
                artifact,
                &route,
                format!(
                    "virtual cluster `{name}` wants the namespace `{namespace}`, which `{}` has",
                    first.1
                ),
            )
            .related(first.0, &route, "the other one")
            .help("give each virtual cluster a namespace of its own: EMR refuses the second");
    }
}
