//! Every run of a job has pods of the same names.

use super::bad_executor_prefix;
use crate::check::bundle::{Job, JobSource, Setting};
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
            findings
                .at(job.artifact, &setting.route, message(job, setting, key, pods))
                .help("leave it out: Spark makes up a name that is new for each run");
        }
    }
}

fn message(job: &Job<'_>, setting: &Setting, key: &str, pods: &str) -> String {
    let name = match key {
        DRIVER => setting.value.clone(),
        _ => format!("{}-exec-1", setting.value),
    };
    let runs = match job.source {
        JobSource::SparkApplication => "two applications with it",
        JobSource::StartJobRun | JobSource::JobTemplate => "two runs",
        JobSource::Endpoint => "two notebooks",
    };
    format!("{} fixes the names of its {pods}: {runs} at once collide on `{name}`", job.title())
}

/// A name with something to be filled in may be new each time; one that cannot be is no name.
fn is_fixed(name: &str) -> bool {
    !name.contains(['$', '{']) && bad_executor_prefix::fault(name).is_none()
}
