//! An application names an image for one of its roles alone.

use serde_json::Value;

use crate::check::bundle::{Job, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;

/// An application names an image for one of its roles alone.
pub const RULE: Rule = Rule {
    code: Code("image-for-one-role"),
    severity: Severity::Warning,
    summary: "an application that names an image for its driver and none for its executors, or the reverse",
    page: include_str!("image_for_one_role.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication) {
        let (has, lacks) = match [Role::Driver, Role::Executor].map(|role| is_named(job, role)) {
            [true, false] => ("driver", "executors"),
            [false, true] => ("executors", "driver"),
            // One that names none may have one by the settings of the operator.
            [true, true] | [false, false] => continue,
        };
        // A whole configuration from elsewhere may name it.
        if job.field("/sparkConfigMap").is_some() {
            continue;
        }
        findings
            .at(
                job.artifact,
                &job.place(if lacks == "driver" { "/driver" } else { "/executor" }),
                format!("{} names an image for its {has}, and none for its {lacks}", job.title()),
            )
            .help(format!("set `{}`, which both take", job.place("/image")));
    }
}

/// Whether the application, its configuration or its template names the image of a role.
fn is_named(job: &Job<'_>, role: Role) -> bool {
    let word = role.word();
    let template = format!("spark.kubernetes.{word}.podTemplateFile");
    let containers = job.field(&format!("/{word}/template/spec/containers"));
    let mut by_template = containers.and_then(Value::as_array).into_iter().flatten();
    job.image(role).is_some()
        || job.conf.get(&template).is_some()
        || by_template.any(|container| container.get("image").is_some())
}
