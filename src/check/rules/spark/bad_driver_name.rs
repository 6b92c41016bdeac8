//! The driver cannot have the name that it is to have.

use super::bad_executor_prefix::is_name;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The driver cannot have the name that it is to have.
pub const RULE: Rule = Rule {
    code: Code("bad-driver-name"),
    severity: Severity::Error,
    summary: "a driver's pod is to have a name that Kubernetes refuses",
    page: include_str!("bad_driver_name.md"),
    check,
};

const KEY: &str = "spark.kubernetes.driver.pod.name";
/// What Kubernetes allows a pod's name.
const LONGEST: usize = 253;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        let Some(name) = job.conf.setting(KEY) else { continue };
        let value = &name.value;
        let fault = match value.as_str() {
            open if open.contains(['$', '{']) => continue,
            long if long.len() > LONGEST => format!("it has {} characters", long.len()),
            wrong if !is_name(wrong) => "it is no DNS name".to_owned(),
            _ => continue,
        };
        findings
            .at(
                job.artifact,
                &name.route,
                format!("{} names its driver `{value}`, but {fault}", job.title()),
            )
            .help("leave it out: Spark makes up a name that is new for each run");
    }
}
