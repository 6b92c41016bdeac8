//! Metrics are asked for under a path that is not served.

use crate::artifact::Artifact;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// Metrics are asked for under a path that is not served.
pub const RULE: Rule = Rule {
    code: Code("bad-metrics-path"),
    severity: Severity::Warning,
    summary: "a metrics path with a doubled slash or without its first, or that jobs do not serve",
    page: include_str!("bad_metrics_path.md"),
    check,
};

/// Where executors' metrics are, once they are on.
const OF_EXECUTORS: &str = "/metrics/executors/prometheus";
/// What turns them on.
const SWITCH: &str = "spark.ui.prometheus.enabled";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for monitor in bundle.monitors() {
        for path in &monitor.paths {
            form(monitor.artifact, &path.route, path.text, findings);
            if path.text.trim_end_matches('/') == OF_EXECUTORS && is_off(bundle) {
                findings
                    .at(
                        monitor.artifact,
                        &path.route,
                        format!(
                            "monitor `{}` asks for metrics of executors, which no job serves",
                            monitor.name
                        ),
                    )
                    .help(format!("set `{SWITCH}: \"true\"` for the jobs"));
            }
        }
    }
    for pod in &bundle.pods {
        if let Some(path) = pod.annotations.get("prometheus.io/path") {
            let place = bundle.annotation_place(pod, "prometheus.io/path");
            form(place.artifact, &place.route, path, findings);
        }
    }
}

fn form(artifact: &Artifact, route: &Route, path: &str, findings: &mut Findings) {
    let fault = if path.contains("//") {
        "has a doubled slash, which Spark's UI does not serve"
    } else if !path.starts_with('/') {
        "does not begin with a slash"
    } else {
        return;
    };
    findings
        .at(artifact, route, format!("the metrics path `{path}` {fault}"))
        .help(format!("write `{}`", mended(path)));
}

/// The path with each slash once, and one at its beginning.
fn mended(path: &str) -> String {
    let mut mended = String::from("/");
    for part in path.split_inclusive('/').filter(|part| *part != "/") {
        mended.push_str(part);
    }
    mended
}

/// Whether there are jobs, and none of them serves metrics of its executors.
fn is_off(bundle: &Bundle<'_>) -> bool {
    let serves = |job: &crate::check::bundle::Job<'_>| {
        // From Spark 4 on they are on by themselves.
        job.conf.get(SWITCH) == Some("true") || job.spark().major >= 4
    };
    !bundle.jobs.is_empty() && !bundle.jobs.iter().any(serves)
}
