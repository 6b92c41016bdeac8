//! Every run of a job has pods of the same names.

use serde_json::Value;

use super::bad_executor_prefix;
use crate::artifact::Kind;
use crate::check::bundle::{Job, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Every run of a job has pods of the same names.
pub const RULE: Rule = Rule {
    code: Code("fixed-pod-name"),
    severity: Severity::Warning,
    summary: "the pods of every run have the same names, so that two runs at once collide",
    page: include_str!("fixed_pod_name.md"),
    check,
};

const DRIVER: &str = "spark.kubernetes.driver.pod.name";
const EXECUTORS: &str = "spark.kubernetes.executor.podNamePrefix";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for (key, pods) in [(DRIVER, "drivers"), (EXECUTORS, "executors")] {
            let Some(setting) = job.conf.setting(key).filter(|it| is_fixed(&it.value)) else {
                continue;
            };
            // The pods of kernels have the names that the gateway gives them.
            if job.is_endpoint() && key == DRIVER {
                continue;
            }
            let Some(runs) = colliding(bundle, job, key, &setting.value) else { continue };
            let name = if key == DRIVER { "" } else { "-exec-1" };
            let message = format!(
                "{} fixes the names of its {pods}: {runs} collide on `{}{name}`",
                job.title(),
                setting.value
            );
            findings
                .at(job.artifact, &setting.route, message)
                .help("leave it out: Spark makes up a name that is new for each run");
        }
    }
}

/// Which runs may have the name at the same time; `None` where there is one at most.
fn colliding(bundle: &Bundle<'_>, job: &Job<'_>, key: &str, name: &str) -> Option<String> {
    match (job.source, job.artifact.kind) {
        (JobSource::StartJobRun | JobSource::JobTemplate, _) => Some("two runs at once".to_owned()),
        (JobSource::Endpoint, _) => Some("two notebooks at once".to_owned()),
        // The driver of a run that is over stays as long as its application does.
        (_, Kind::ScheduledSparkApplication) if key == DRIVER => {
            Some("a run and the one before".to_owned())
        }
        (_, Kind::ScheduledSparkApplication) => {
            let policy = job.artifact.value()?.pointer("/spec/concurrencyPolicy");
            let is_open = policy.and_then(Value::as_str).is_none_or(|it| it == "Allow");
            is_open.then(|| "two runs at once".to_owned())
        }
        (JobSource::SparkApplication, _) => {
            let is_other = |it: &&Job<'_>| !std::ptr::eq(*it, job) && it.namespace == job.namespace;
            let has_name = |it: &&Job<'_>| it.conf.setting(key).is_some_and(|it| it.value == name);
            let other = bundle.jobs.iter().filter(is_other).find(has_name)?;
            Some(format!("it and {} at once", other.title()))
        }
    }
}

/// A name with something to be filled in may be new each time; one that cannot be is no name.
fn is_fixed(name: &str) -> bool {
    !name.contains(['$', '{']) && bad_executor_prefix::fault(name).is_none()
}
