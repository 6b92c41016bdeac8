//! Monitors or an operator leave out the namespaces that jobs run in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::check::bundle::{JobSource, Monitor, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Monitors or an operator leave out the namespaces that jobs run in.
pub const RULE: Rule = Rule {
    code: Code("unwatched-namespace"),
    severity: Severity::Warning,
    summary: "jobs run in a namespace that no monitor of Spark, or not the operator, looks into",
    page: include_str!("unwatched_namespace.md"),
    check,
};

/// Whether pods or services are selected, and by which labels.
type Selected<'a> = (bool, Vec<(&'a str, &'a str)>);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let all: BTreeSet<&str> =
        bundle.jobs.iter().filter_map(|job| job.namespace.as_deref()).collect();
    // Several monitors may share the namespaces among them.
    let mut alike: BTreeMap<Selected<'_>, Vec<Monitor<'_>>> = BTreeMap::new();
    for monitor in bundle.monitors().filter(Monitor::is_about_spark) {
        let labels = monitor.labels.iter().map(|label| (label.key, label.text)).collect();
        alike.entry((monitor.of_pods, labels)).or_default().push(monitor);
    }
    for monitors in alike.values() {
        let omits = |namespace: &&&str| !monitors.iter().any(|it| it.watches(namespace));
        let omitted: Vec<&str> = all.iter().filter(omits).copied().collect();
        if !omitted.is_empty() {
            report(&monitors[0], &omitted, findings);
        }
    }
    operator(bundle, findings);
}

fn report(monitor: &Monitor<'_>, omitted: &[&str], findings: &mut Findings) {
    let value = monitor.artifact.value();
    let is_said = value.is_some_and(|it| it.pointer("/spec/namespaceSelector").is_some());
    let at = if is_said { route!["spec", "namespaceSelector"] } else { route!["spec"] };
    findings
        .at_key(
            monitor.artifact,
            &at,
            format!(
                "monitor `{}` does not look into {}, where jobs run",
                monitor.name,
                words::some(omitted)
            ),
        )
        .help(
            "add them to `namespaceSelector.matchNames`, or write `any: true`: without it a \
            monitor looks into its own namespace alone",
        );
}

/// The operator runs applications of the namespaces that its chart names.
fn operator(bundle: &Bundle<'_>, findings: &mut Findings) {
    let applied: BTreeSet<&str> = bundle
        .jobs
        .iter()
        .filter(|job| job.source == JobSource::SparkApplication)
        .filter_map(|job| job.namespace.as_deref())
        .collect();
    for install in bundle.installs_of("spark-operator") {
        for pointer in ["/sparkJobNamespace", "/sparkJobNamespaces"] {
            let Some(value) = install.value(pointer) else { continue };
            let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let named: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            // An empty name stands for all namespaces.
            if named.is_empty() || named.contains(&"") {
                continue;
            }
            let omitted: Vec<&&str> = applied.iter().filter(|it| !named.contains(it)).collect();
            if omitted.is_empty() {
                continue;
            }
            findings
                .at(
                    install.artifact,
                    &install.place(pointer),
                    format!(
                        "the operator does not look into {}, where applications are",
                        words::some(&omitted)
                    ),
                )
                .help("add them: an application that no operator sees stays without a state");
        }
    }
}
