//! Prometheus does not take a monitor up.

use serde_json::Value;

use crate::check::bundle::{Install, Monitor};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Prometheus does not take a monitor up.
pub const RULE: Rule = Rule {
    code: Code("unselected-monitor"),
    severity: Severity::Warning,
    summary: "a monitor without the label by which the chart's Prometheus selects monitors",
    page: include_str!("unselected_monitor.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(install) = bundle.installs_of("prometheus").find(|it| it.values.is_whole()) else {
        return;
    };
    for monitor in bundle.monitors() {
        let labels = monitor.artifact.value().and_then(|it| it.pointer("/metadata/labels"));
        let has_release = labels.is_some_and(|labels| labels.get("release").is_some());
        if has_release || !selects_by_release(install, monitor.of_pods) {
            continue;
        }
        report(&monitor, install, findings);
    }
}

/// Whether the chart's default holds: monitors of its own release only.
fn selects_by_release(install: &Install<'_>, of_pods: bool) -> bool {
    let noun = if of_pods { "podMonitor" } else { "serviceMonitor" };
    let spec = "/prometheus/prometheusSpec";
    let by_release = install.value(&format!("{spec}/{noun}SelectorNilUsesHelmValues"));
    let own = install.value(&format!("{spec}/{noun}Selector")).and_then(Value::as_object);
    by_release != Some(&Value::Bool(false)) && own.is_none_or(serde_json::Map::is_empty)
}

fn report(monitor: &Monitor<'_>, install: &Install<'_>, findings: &mut Findings) {
    let noun = if monitor.of_pods { "podMonitor" } else { "serviceMonitor" };
    findings
        .at(
            monitor.artifact,
            &route!["metadata", "name"],
            format!(
                "monitor `{}` has no label `release`, by which chart `{}` selects monitors",
                monitor.name, install.chart
            ),
        )
        .related(install.artifact, &install.place(""), "the chart")
        .help(format!(
            "set `prometheus.prometheusSpec.{noun}SelectorNilUsesHelmValues: false`, \
            or label the monitor with the name of the release"
        ));
}
