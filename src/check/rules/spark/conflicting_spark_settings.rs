//! A key has two values.

use crate::check::bundle::{JobSource, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Step;

/// A key has two values.
pub const RULE: Rule = Rule {
    code: Code("conflicting-spark-settings"),
    severity: Severity::Warning,
    summary: "a Spark key is set to different values in two places, and only one of them acts",
    page: include_str!("conflicting_spark_settings.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for (key, settings) in job.conf.iter() {
            let [acts, rest @ ..] = settings else { continue };
            let Some(idle) = rest.iter().find(|other| other.value.trim() != acts.value.trim())
            else {
                continue;
            };
            let (winner, label) = match is_open(acts, idle) {
                true => ("and EMR does not say which acts", "the other"),
                false => ("the first acts", "this one acts"),
            };
            let message = format!(
                "{} sets `{key}` to `{}` and to `{}`; {winner}",
                job.title(),
                acts.value,
                idle.value
            );
            findings
                .at(job.artifact, &idle.route, message)
                .related(job.artifact, &acts.route, label)
                .help(help(job.source, acts, idle));
        }
    }
}

/// Whether the two stand in two classifications of one name, of which nobody says which wins.
fn is_open(one: &Setting, other: &Setting) -> bool {
    let is_class =
        |it: &Setting| it.route.steps().contains(&Step::Key("applicationConfiguration".into()));
    is_class(one) && is_class(other)
}

fn help(source: JobSource, acts: &Setting, idle: &Setting) -> &'static str {
    if acts.route == idle.route {
        return "write it once: of a key that is repeated `spark-submit` takes the last";
    }
    if is_open(acts, idle) {
        return "write it once, in one `spark-defaults`";
    }
    match source {
        JobSource::SparkApplication => {
            "write it once: a field of the application wins over `sparkConf`"
        }
        JobSource::StartJobRun | JobSource::JobTemplate | JobSource::Endpoint => {
            "write it once: `sparkSubmitParameters` win over `spark-defaults`"
        }
    }
}
