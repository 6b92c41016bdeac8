//! A monitor selects by a label that nothing carries.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Monitor, spark_label, squashed};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A monitor selects by a label that nothing carries.
pub const RULE: Rule = Rule {
    code: Code("unmatched-monitor"),
    severity: Severity::Error,
    summary: "a monitor selects by a label that is spelt otherwise on pods and services",
    page: include_str!("unmatched_monitor.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let monitors: Vec<Monitor<'_>> = bundle.monitors().collect();
    if monitors.is_empty() {
        return;
    }
    let of_pods: BTreeSet<&str> =
        bundle.pods.iter().flat_map(|pod| pod.labels.keys().map(String::as_str)).collect();
    for monitor in &monitors {
        spelling(monitor, &of_pods, findings);
        role(monitor, findings);
        of_services(monitor, bundle, findings);
    }
}

fn spelling(monitor: &Monitor<'_>, of_pods: &BTreeSet<&str>, findings: &mut Findings) {
    for label in &monitor.labels {
        let wanted = squashed(label.key);
        let alike = of_pods.iter().find(|known| squashed(known) == wanted).copied();
        let carried = of_pods.contains(label.key) && monitor.of_pods;
        let known = spark_label(label.key).or(alike.filter(|_| monitor.of_pods));
        let Some(known) = known.filter(|known| *known != label.key && !carried) else { continue };
        findings
            .at_key(
                monitor.artifact,
                &label.route,
                format!(
                    "monitor `{}` selects by `{}`, and the label is `{known}`",
                    monitor.name, label.key
                ),
            )
            .help(format!("write `{known}`: a selector that nothing matches is no error anywhere"));
    }
}

/// Spark knows two roles.
fn role(monitor: &Monitor<'_>, findings: &mut Findings) {
    let labels = monitor.labels.iter().filter(|label| label.key == "spark-role");
    for label in labels.filter(|label| !matches!(label.text, "driver" | "executor")) {
        findings
            .at(
                monitor.artifact,
                &label.route,
                format!(
                    "monitor `{}` selects the role `{}`, which Spark does not have",
                    monitor.name, label.text
                ),
            )
            .help("write `driver` or `executor`");
    }
}

/// Spark puts its role on pods, and not on the services of drivers.
fn of_services(monitor: &Monitor<'_>, bundle: &Bundle<'_>, findings: &mut Findings) {
    let is_set = |key: &str| {
        let key = format!("spark.kubernetes.driver.service.label.{key}");
        bundle.jobs.iter().any(|job| job.conf.get(&key).is_some())
    };
    let is_on_a_service = |key: &str| {
        let services = bundle.of(Kind::Object).filter_map(Artifact::value);
        let labels = services.filter_map(|it| it.pointer("/metadata/labels"));
        labels.into_iter().any(|labels| labels.get(key).is_some())
    };
    let labels = monitor.labels.iter().filter(|label| label.key == "spark-role");
    for label in labels.filter(|_| !monitor.of_pods) {
        if is_set(label.key) || is_on_a_service(label.key) {
            continue;
        }
        findings
            .at_key(
                monitor.artifact,
                &label.route,
                format!("monitor `{}` selects services by `{}`, which Spark puts on pods only", monitor.name, label.key),
            )
            .severity(Severity::Warning)
            .help("take a PodMonitor, or set `spark.kubernetes.driver.service.label.…`, which Spark has from 3.4 on, and select by that");
    }
}
