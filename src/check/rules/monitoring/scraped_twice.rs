//! The same metrics are scraped by an annotation and by a monitor.

use crate::check::bundle::{Install, texts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The same metrics are scraped by an annotation and by a monitor.
pub const RULE: Rule = Rule {
    code: Code("scraped-twice"),
    severity: Severity::Warning,
    summary: "Spark pods are scraped by an annotation and by a monitor of one Prometheus",
    page: include_str!("scraped_twice.md"),
    check,
};

const SCRAPE: &str = "prometheus.io/scrape";
/// What a scrape configuration that follows the annotation has in it.
const FOLLOWS: &str = "__meta_kubernetes_pod_annotation_prometheus_io_scrape";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let monitors: Vec<_> = bundle.monitors().filter(|it| it.of_pods).collect();
    let installs = bundle.installs();
    let Some(follower) = installs.iter().find(|install| follows(install)) else { return };
    let mut told: Vec<usize> = Vec::new();
    for pod in bundle.pods.iter().filter(|pod| pod.role.spark().is_some()) {
        if pod.annotations.get(SCRAPE).map(String::as_str) != Some("true") {
            continue;
        }
        let selects =
            |monitor: &&crate::check::bundle::Monitor<'_>| monitor.spark_role() == Some(pod.role);
        let Some(monitor) = monitors.iter().find(selects) else { continue };
        if pod.job.is_some_and(|job| told.contains(&job)) {
            continue;
        }
        told.extend(pod.job);
        let place = bundle.annotation_place(pod, SCRAPE);
        findings
            .at(
                place.artifact,
                &place.route,
                format!(
                    "{} is scraped by this annotation and by monitor `{}`",
                    pod.title, monitor.name
                ),
            )
            .related(follower.artifact, &follower.place(""), "follows the annotation")
            .help("leave the annotation out: every series is stored, and paid for, twice");
    }
}

/// Whether a chart's Prometheus scrapes what is annotated.
fn follows(install: &Install<'_>) -> bool {
    let mut found = false;
    for (values, _) in install.values.layers() {
        texts(values, &mut |_, text| found |= text.contains(FOLLOWS));
    }
    found
}
