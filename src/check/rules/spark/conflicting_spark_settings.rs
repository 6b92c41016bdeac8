//! A key has two values.

use crate::check::bundle::{JobSource, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A key has two values.
pub const RULE: Rule = Rule {
    code: Code("conflicting-spark-settings"),
    severity: Severity::Warning,
    summary: "a Spark key is set to different values in two places, and only one of them acts",
    page: include_str!("conflicting_spark_settings.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        for (key, settings) in job.conf.iter() {
            let [acts, rest @ ..] = settings else { continue };
            let Some(idle) = rest.iter().find(|other| other.value.trim() != acts.value.trim())
            else {
                continue;
            };
            let message = format!(
                "{} sets `{key}` to `{}` and to `{}`; the first acts",
                job.title(),
                acts.value,
                idle.value
            );
            findings
                .at(job.artifact, &idle.route, message)
                .related(job.artifact, &acts.route, "this one acts")
                .help(help(job.source, acts, idle));
        }
    }
}

fn help(source: JobSource, acts: &Setting, idle: &Setting) -> &'static str {
    if acts.route == idle.route {
        return "write it once: of a key that is repeated `spark-submit` takes the last";
    }
    match source {
        JobSource::SparkApplication => {
            "write it once: a field of the application wins over `sparkConf`"
        }
        JobSource::StartJobRun | JobSource::JobTemplate => {
            "write it once: `sparkSubmitParameters` win over `spark-defaults`"
        }
    }
}
