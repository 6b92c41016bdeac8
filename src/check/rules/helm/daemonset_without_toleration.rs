//! An agent that every node needs does not run on the nodes of a pool.

use k8s_openapi::api::core::v1::Toleration;
use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Pool, tolerates};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// An agent that every node needs does not run on the nodes of a pool.
pub const RULE: Rule = Rule {
    code: Code("daemonset-without-toleration"),
    severity: Severity::Warning,
    summary: "a log, metrics or volume agent does not tolerate the taint of a pool",
    page: include_str!("daemonset_without_toleration.md"),
    check,
};

/// Charts whose agents tolerate nothing unless they are told, and where that is said.
const CHARTS: [(&str, &str); 2] =
    [("fluent-bit", "/tolerations"), ("cloudwatch-metrics", "/tolerations")];

/// What the name of an agent has in it.
const AGENTS: [&str; 6] = ["fluent", "csi", "cloudwatch", "log", "exporter", "agent"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs().iter().filter(|install| install.values.is_whole()) {
        for (_, pointer) in CHARTS.iter().filter(|(addon, _)| install.is_of(addon)) {
            let tolerations = read(install.value(pointer));
            let place = install.place(if install.value(pointer).is_some() { pointer } else { "" });
            judge(bundle, install.artifact, &place, &install.chart, &tolerations, findings);
        }
    }
    for set in bundle.of(Kind::Object).filter(|it| is_agent(it)) {
        let spec = set.value().and_then(|value| value.pointer("/spec/template/spec"));
        let chosen = |key: &str| spec.is_some_and(|spec| spec.get(key).is_some());
        if chosen("nodeSelector") || chosen("affinity") {
            continue;
        }
        let tolerations = read(spec.and_then(|spec| spec.get("tolerations")));
        let place = route!["spec", "template", "spec"];
        judge(bundle, set, &place, set.name().unwrap_or_default(), &tolerations, findings);
    }
}

fn is_agent(artifact: &Artifact) -> bool {
    let kind = artifact.value().and_then(|value| value.get("kind")?.as_str());
    let name = artifact.name().unwrap_or_default();
    kind == Some("DaemonSet") && AGENTS.iter().any(|word| name.contains(word))
}

fn read(value: Option<&Value>) -> Vec<Toleration> {
    value.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

fn judge(
    bundle: &Bundle<'_>,
    artifact: &Artifact,
    place: &Route,
    name: &str,
    tolerations: &[Toleration],
    findings: &mut Findings,
) {
    let stops = |pool: &Pool<'_>| {
        let taints = &pool.view.spec.template.spec.taints;
        let firm = taints.iter().filter(|taint| taint.effect != "PreferNoSchedule");
        let mut bare = firm.filter(|taint| !tolerations.iter().any(|it| tolerates(it, taint)));
        bare.next().map(|taint| (pool.name().to_owned(), taint.key.clone()))
    };
    let Some((pool, key)) = bundle.pools.iter().find_map(stops) else { return };
    findings
        .at(
            artifact,
            place,
            format!(
                "`{name}` does not run on nodes of pool `{pool}`: it does not tolerate the \
                taint `{key}`"
            ),
        )
        .help("add the toleration, or `operator: Exists` for all taints");
}
