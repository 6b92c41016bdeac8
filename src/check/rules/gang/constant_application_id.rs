//! An application id that every run of a job has.

use super::common::{is_template, pods_that_say};
use crate::check::bundle::Role;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An application id that every run of a job has.
pub const RULE: Rule = Rule {
    code: Code("constant-application-id"),
    severity: Severity::Warning,
    summary: "every run of a job has the same application id, and the second joins the first",
    page: include_str!("constant_application_id.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, id, _, at) in pods_that_say(bundle, |pod| pod.application_id()) {
        let runs_again = matches!(pod.role, Role::Driver | Role::Executor);
        if !runs_again || is_template(id) {
            continue;
        }
        findings
            .at(
                at.artifact,
                &at.route,
                format!("{} has the application id `{id}` in every run: a second run joins the application of the first, which has its gang already or is over", pod.title),
            )
            .help("leave it out, and YuniKorn takes Spark's own id; or set `spark.kubernetes.driver.annotation.yunikorn.apache.org/app-id`, and the same for the executors, to `{{APP_ID}}`");
    }
}
