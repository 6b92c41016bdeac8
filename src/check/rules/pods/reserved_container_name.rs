//! A container has the name of EMR's logging container.

use crate::catalog::emr::LOG_CONTAINER;
use crate::check::bundle::{JobSource, Pod, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A container has the name of EMR's logging container.
pub const RULE: Rule = Rule {
    code: Code("reserved-container-name"),
    severity: Severity::Error,
    summary: "a container of a pod template has the name of EMR's own logging container",
    page: include_str!("reserved_container_name.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in bundle.pods.iter().filter(|pod| pod.role.spark().is_some()) {
        let Some(severity) = severity(bundle, pod) else { continue };
        for (_, route) in pod.containers().filter(|(one, _)| one.name == LOG_CONTAINER) {
            findings
                .at(
                    pod.artifact,
                    &route.then("name"),
                    format!("{} has a container `{LOG_CONTAINER}`, and EMR adds its own of that name", pod.title),
                )
                .severity(severity)
                .help("give it another name; what EMR's own asks for is `logging.request.memory` of the classification `emr-containers-defaults`");
        }
    }
}

/// A driver always has EMR's logging container, an executor where logs go somewhere.
fn severity(bundle: &Bundle<'_>, pod: &Pod<'_>) -> Option<Severity> {
    let Some(job) = bundle.job_of(pod) else {
        return Some(Severity::Warning);
    };
    let is_certain = pod.role == Role::Driver || job.writes_logs();
    match job.source {
        JobSource::SparkApplication => None,
        _ if is_certain => Some(Severity::Error),
        JobSource::StartJobRun | JobSource::JobTemplate | JobSource::Endpoint => {
            Some(Severity::Warning)
        }
    }
}
