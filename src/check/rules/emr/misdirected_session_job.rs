//! A Flink job is sent to a cluster that takes none.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::FlinkDeployment;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A Flink job is sent to a cluster that takes none.
pub const RULE: Rule = Rule {
    code: Code("misdirected-session-job"),
    severity: Severity::Error,
    summary: "a Flink session job for a deployment that runs a job of its own",
    page: include_str!("misdirected_session_job.md"),
    check,
};

const NAME: &str = "/deploymentName";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let jobs = bundle.of(Kind::Object).filter(|it| is_session_job(it));
    for job in jobs.filter_map(FlinkDeployment::of) {
        let Some(name) = job.field(NAME).and_then(Value::as_str) else { continue };
        let is_meant =
            |it: &&Artifact| it.name() == Some(name) && it.namespace() == job.artifact.namespace();
        let cluster = bundle.flink_deployments().find(is_meant).and_then(FlinkDeployment::of);
        let Some(cluster) = cluster.filter(|it| it.field("/job").is_some()) else { continue };
        let message = format!(
            "session job `{}` is sent to {}, which runs a job of its own and takes no other",
            job.artifact.name().unwrap_or_default(),
            cluster.title()
        );
        findings
            .at(job.artifact, &job.place(NAME), message)
            .related(cluster.artifact, &cluster.place("/job"), "its own")
            .help("send it to a deployment without `spec.job`, or make a deployment of it");
    }
}

fn is_session_job(artifact: &Artifact) -> bool {
    let text = |key: &str| artifact.value().and_then(|value| value.get(key)?.as_str());
    text("kind") == Some("FlinkSessionJob")
        && text("apiVersion").is_some_and(|it| it.starts_with("flink.apache.org/"))
}
