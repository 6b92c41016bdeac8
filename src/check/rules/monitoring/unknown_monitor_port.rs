//! A monitor scrapes a port that its pods or services do not have.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{JobSource, Monitor, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A monitor scrapes a port that its pods or services do not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-monitor-port"),
    severity: Severity::Error,
    summary: "a monitor names a port that no pod or service it selects has",
    page: include_str!("unknown_monitor_port.md"),
    check,
};

/// The ports that Spark names, of the driver and its service.
/// Source: Spark's feature steps for Kubernetes.
const OF_DRIVER: [&str; 3] = ["driver-rpc-port", "blockmanager", "spark-ui"];
/// And of executors.
const OF_EXECUTOR: [&str; 1] = ["blockmanager"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for monitor in bundle.monitors() {
        let ports = if monitor.of_pods {
            of_spark(&monitor, bundle)
        } else {
            of_services(&monitor, bundle).or_else(|| of_driver_services(&monitor, bundle))
        };
        let Some(ports) = ports else { continue };
        for port in monitor.ports.iter().filter(|port| !ports.iter().any(|it| it == port.text)) {
            let noun = if monitor.of_pods { "pods" } else { "services" };
            let found = findings
                .at(
                    monitor.artifact,
                    &port.route,
                    format!(
                        "the {noun} that monitor `{}` selects have no port `{}`",
                        monitor.name, port.text
                    ),
                )
                .help(format!("their ports are {}", words::both(&ports)));
            // EMR's Spark may name more ports than Spark's own.
            if monitor.of_pods {
                found.severity(Severity::Warning);
            }
        }
    }
}

/// The ports of the Spark pods that it selects; `None` where not all of them are known.
fn of_spark(monitor: &Monitor<'_>, bundle: &Bundle<'_>) -> Option<Vec<String>> {
    let role = monitor.spark_role()?;
    let jobs = || {
        bundle.jobs.iter().filter(|job| job.namespace.as_ref().is_none_or(|it| monitor.watches(it)))
    };
    // An exporter adds a port of its own, and a template that is elsewhere may add any.
    let adds = |job: &crate::check::bundle::Job<'_>| {
        let is_driver = role == Role::Driver;
        let template = if is_driver { job.driver_template } else { job.executor_template };
        let exports = job.field("/monitoring").is_some();
        exports || (job.names_template(role) && template.is_none())
    };
    if jobs().next().is_none() || jobs().any(adds) {
        return None;
    }
    let own: &[&str] = if role == Role::Driver { &OF_DRIVER } else { &OF_EXECUTOR };
    let mut ports: Vec<String> = own.iter().map(|port| (*port).to_owned()).collect();
    for pod in bundle.pods.iter().filter(|pod| pod.role == role) {
        let named = pod.spec.containers.iter().flat_map(|it| it.ports.iter().flatten());
        ports.extend(named.filter_map(|port| port.name.clone()));
    }
    ports.sort();
    ports.dedup();
    Some(ports)
}

/// The ports of the Services that it selects, if there are any among the documents.
fn of_services(monitor: &Monitor<'_>, bundle: &Bundle<'_>) -> Option<Vec<String>> {
    let selected: Vec<&Artifact> =
        bundle.of(Kind::Object).filter(|object| is_selected(object, monitor)).collect();
    let named = selected.iter().flat_map(|service| ports_of(service));
    (!selected.is_empty() && !monitor.labels.is_empty()).then(|| named.collect())
}

fn is_selected(object: &Artifact, monitor: &Monitor<'_>) -> bool {
    let value = object.value();
    let is_service = value.is_some_and(|it| it["kind"] == "Service" && it["apiVersion"] == "v1");
    let labels = value.and_then(|it| it.pointer("/metadata/labels"));
    let has = |key: &str, text: &str| labels.and_then(|it| it.get(key)?.as_str()) == Some(text);
    is_service
        && monitor.watches(object.namespace().unwrap_or("default"))
        && monitor.labels.iter().all(|label| has(label.key, label.text))
}

fn ports_of(service: &Artifact) -> Vec<String> {
    let all = service.value().and_then(|it| it.pointer("/spec/ports")?.as_array());
    let names = all.into_iter().flatten().filter_map(|port| port.get("name")?.as_str());
    names.map(str::to_owned).collect()
}

/// The ports of drivers' services, if it selects by a label that jobs put on them.
fn of_driver_services(monitor: &Monitor<'_>, bundle: &Bundle<'_>) -> Option<Vec<String>> {
    let is_set = |key: &str, text: &str| {
        let setting = format!("spark.kubernetes.driver.service.label.{key}");
        bundle.jobs.iter().any(|job| job.conf.get(&setting) == Some(text))
    };
    let is_drivers = !monitor.labels.is_empty()
        && monitor.labels.iter().all(|label| is_set(label.key, label.text));
    let exports = bundle.jobs.iter().any(|job| {
        job.source == JobSource::SparkApplication
            && job.field("/monitoring").is_some_and(Value::is_object)
    });
    (is_drivers && !exports).then(|| OF_DRIVER.map(str::to_owned).to_vec())
}
