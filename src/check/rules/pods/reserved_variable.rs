//! A variable of the environment that EMR sets itself.

use crate::catalog::emr::VARIABLES;
use crate::check::bundle::{Job, JobSource, Pod};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A variable of the environment that EMR sets itself.
pub const RULE: Rule = Rule {
    code: Code("reserved-variable"),
    severity: Severity::Error,
    summary: "the environment of the main container has a variable that EMR sets itself",
    page: include_str!("reserved_variable.md"),
    check,
};

/// Where Spark's configuration adds to the environment.
const PREFIXES: [&str; 2] = ["spark.kubernetes.driverEnv.", "spark.executorEnv."];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in bundle.pods.iter().filter(|pod| pod.role.spark().is_some()) {
        let job = bundle.job_of(pod);
        if job.is_none_or(|job| job.source != JobSource::SparkApplication) {
            of_template(pod, job, findings);
        }
    }
    for job in bundle.configured().filter(|job| job.source != JobSource::SparkApplication) {
        for prefix in PREFIXES {
            for (name, setting) in job.conf.under(prefix).filter(|(it, _)| VARIABLES.contains(it)) {
                findings
                    .at(
                        job.artifact,
                        &setting.route,
                        format!(
                            "{} sets `{name}`, by which EMR's containers find each other's files",
                            job.title()
                        ),
                    )
                    .severity(Severity::Warning)
                    .help("remove it, or give the variable another name");
            }
        }
    }
}

fn of_template(pod: &Pod<'_>, job: Option<&Job<'_>>, findings: &mut Findings) {
    let Some(main) = pod.main_container() else { return };
    let home = pod.containers().find(|(one, _)| std::ptr::eq(*one, main));
    let Some((_, home)) = home else { return };
    for (index, one) in main.env.iter().flatten().enumerate() {
        if !VARIABLES.contains(&one.name.as_str()) {
            continue;
        }
        let finding = findings
            .at(
                pod.artifact,
                &home.then("env").then(index).then("name"),
                format!(
                    "{} sets `{}`, which EMR sets itself, and so is refused",
                    pod.title, one.name
                ),
            )
            .help("remove it, or give the variable another name");
        // A template that no request names may be for another Spark than EMR's.
        if job.is_none() {
            finding.severity(Severity::Warning);
        }
    }
}
